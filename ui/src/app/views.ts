import { lazyView } from "../domain/lazy-view";
import { DemoControls } from "../features/overview/overview-view";
import { UsageFigures } from "../features/overview/usage-history";
import { PortalEntries } from "../features/portals/portal-header";
import { RailTools } from "../features/portals/rail";
import { Tooltip } from "../ui/button";
import { MenuEntries } from "../ui/menu";

/*
 * What the first view does not need is in chunks of its own: loaded when it is opened, or before that when the app is
 * idle.
 */

export const AppsView = lazyView(
	"The list of apps",
	async () => (await import("../features/apps/apps-view")).AppsView,
);
export const ConnectView = lazyView(
	"The ways to connect",
	async () => (await import("../features/connect/connect-view")).ConnectView,
);
export const ConsoleView = lazyView(
	"The console",
	async () => (await import("../features/console/console-view")).ConsoleView,
);
export const ConnectedNote = lazyView(
	"What was connected",
	async () => (await import("./connected-note")).ConnectedNote,
	"nothing",
);
export const StorageBanner = lazyView(
	"What is wrong with the keyring",
	async () => (await import("../features/settings/storage-banner")).StorageBanner,
	"nothing",
);
export const HistoryNotice = lazyView(
	"What is wrong with the history",
	async () => (await import("../features/settings/history-notice")).HistoryNotice,
	"nothing",
);
export const DiagnosticsView = lazyView(
	"The diagnostics",
	async () => (await import("../features/diagnostics/diagnostics-view")).DiagnosticsView,
);
export const CauseDialog = lazyView(
	"The dialog",
	async () => (await import("./cause-dialog")).CauseDialog,
	"nothing",
);
export const ReauthorizeDialog = lazyView(
	"The dialog",
	async () => (await import("../features/connect/reauthorize-dialog")).ReauthorizeDialog,
	"nothing",
);
export const DisconnectDialog = lazyView(
	"The dialog",
	async () => (await import("../features/portals/disconnect-dialog")).DisconnectDialog,
	"nothing",
);
export const LabelDialog = lazyView(
	"The dialog",
	async () => (await import("../features/portals/label-dialog")).LabelDialog,
	"nothing",
);
export const UnlockDialog = lazyView(
	"The dialog",
	async () => (await import("../features/portals/unlock-dialog")).UnlockDialog,
	"nothing",
);
export const ReportDialogs = lazyView(
	"The report",
	async () => (await import("./report-dialogs")).ReportDialogs,
	"nothing",
);
export const HistoryView = lazyView(
	"The history",
	async () => (await import("../features/history/history-view")).HistoryView,
);
export const OpenedPage = lazyView("The opened file", async () => (await import("./opened-page")).OpenedPage);
export const RailReports = lazyView(
	"The reports",
	async () => (await import("../features/opened/rail-reports")).RailReports,
	"nothing",
);
export const ScopesView = lazyView(
	"The scopes view",
	async () => (await import("../features/scopes/scopes-view")).ScopesView,
);
export const SettingsView = lazyView(
	"The settings",
	async () => (await import("../features/settings/settings-view")).SettingsView,
);
export const CommandPalette = lazyView(
	"The command palette",
	async () => (await import("./command-palette")).CommandPalette,
	"nothing",
);
export const LinkDialog = lazyView(
	"The link",
	async () => (await import("./link-dialog")).LinkDialog,
	"nothing",
);
export const ImportDialog = lazyView(
	"The import",
	async () => (await import("./import-dialog")).ImportDialog,
	"nothing",
);
export const ShortcutSheet = lazyView(
	"The list of keys",
	async () => (await import("./shortcut-sheet")).ShortcutSheet,
	"nothing",
);
export const ToastRegion = lazyView(
	"The message",
	async () => (await import("../ui/toast-region")).ToastRegion,
	"nothing",
);

/** Within the console, whose chunk knows where it is. */
const bodyEditor = {
	load: async () => (await import("../features/console/console-view")).loadJsonEditor(),
};

const views = [
	DemoControls,
	UsageFigures,
	MenuEntries,
	Tooltip,
	LabelDialog,
	PortalEntries,
	UnlockDialog,
	DisconnectDialog,
	ToastRegion,
	ScopesView,
	ConsoleView,
	HistoryView,
	DiagnosticsView,
	bodyEditor,
	CommandPalette,
	ConnectView,
	ReauthorizeDialog,
	AppsView,
	SettingsView,
	LinkDialog,
	ImportDialog,
	RailReports,
	ReportDialogs,
	OpenedPage,
	CauseDialog,
	ShortcutSheet,
	RailTools,
];

/** Loads every view. One that does not load is tried again, and says so, when it is opened. */
export async function loadViews() {
	for (const view of views) await view.load().catch(() => undefined);
}

/** The same when the app has nothing else to do. WebKit has no `requestIdleCallback`. */
export function loadViewsWhenIdle(): () => void {
	const timer = setTimeout(loadViews, 1_000);
	return () => clearTimeout(timer);
}
