import { commands } from "./bindings";

/** What a long command tells while it works. */
export { Channel } from "@tauri-apps/api/core";

/** What the window asks the host to do, by the commands' own names. What it reads of the host is in queries/. */
export const {
	// Settings and what is stored
	updateSettings,
	retryKeyring,
	useSessionStorage: switchToSessionStorage,
	deleteStored,
	moveToKeyring,
	setHistoryBounds,
	setKeptBodies,
	putHistoryNoticeAway,
	// The clipboard
	copyText,
	// Causes of failed calls
	diagnoseCall,
	checkCauses,
	callSentAt,
	diagnoseFile,
	// Connecting
	beginDemoConnection,
	beginOauthAppConnection,
	beginNewOauthAppConnection,
	beginReauthorization,
	openConsentPage,
	copyConsentAddress,
	cancelConsent,
	checkToken,
	connectWithToken,
	replaceToken,
	takeLink,
	// Connections
	setActiveConnection,
	refreshConnection,
	disconnect,
	unlockWriting,
	lockWriting,
	setConnectionLabel,
	openPortal,
	expireDemoToken,
	setDemoScenario,
	// OAuth apps
	saveOauthApp,
	deleteOauthApp,
	exportOauthAppsToFile,
	copyOauthApps,
	copyOauthAppLink,
	previewOauthAppsFromFile,
	previewOauthAppsFromClipboard,
	importOauthApps,
	// Scopes
	chooseEndpoints,
	saveEndpointSet,
	deleteEndpointSet,
	exportCoverage,
	cancelExport,
	copyCoverage,
	// The catalog
	importCatalogFiles,
	importCatalogFolder,
	fetchCatalogUpdate,
	cancelCatalogUpdate,
	takeUpdate,
	undoUpdate,
	removeUpdates,
	// Console
	sendRequest,
	mendRequest,
	importRequestsFromFile,
	keepDrafts,
	// Read once, at the start.
	keptDrafts,
	cancelRequest,
	copyRequestLink,
	copySnippet,
	copyCurlWithSecret,
	toggleBodyNode,
	copyBody,
	copyBodyPath,
	copyBodyValue,
	saveBody,
	// Unfolds what hides the row that it finds.
	findInBody,
	cancelFindInBody,
	// History
	reopenHistoryEntry,
	copyHistoryCurl,
	copyHistoryHar,
	setHistoryNote,
	setHistoryPinned,
	deleteHistoryEntry,
	deleteHistory,
	// Reports to send
	prepareReport,
	changeReport,
	maskInReport,
	cancelReport,
	// What is looked for is kept nowhere.
	reportContains,
	saveReport,
	discardReport,
	copyReportRequest,
	// Reports of others
	openReportFile,
	cancelOpening,
	closeOpenedReport,
	openedDraft,
} = commands;
