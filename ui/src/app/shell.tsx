import { useEffect } from "react";
import { FaultBoundary } from "../domain/fault-boundary";
import { useConsentOutcome, useConsentWatch } from "../features/connect/use-consent";
import { Rail } from "../features/portals/rail";
import type { InitialState } from "../host/bindings";
import { useIsCramped } from "../lib/rem";
import { isBoolean, isNumber, useRemembered } from "../lib/remembered";
import { Splitter } from "../ui/splitter";
import { useArrivedLinks } from "./arrived-link";
import { Dialogs } from "./dialogs";
import { PortalPage } from "./portal-page";
import styles from "./shell.module.css";
import { focusHeading, useFocusAtPlace } from "./use-focus";
import { useExistingPlace } from "./use-place";
import { useShortcuts } from "./use-shortcuts";
import {
	AppsView,
	ConnectedNote,
	ConnectView,
	DiagnosticsView,
	HistoryNotice,
	HistoryView,
	loadViewsWhenIdle,
	OpenedPage,
	RailReports,
	SettingsView,
	StorageBanner,
} from "./views";

const narrowRail = 56;
const isBooleanOrNull = (value: unknown): value is boolean | null => value === null || isBoolean(value);

/** Rail, banners, and the view of the place one is in. */
export function Shell({ state }: { state: InitialState }) {
	const [width, setWidth] = useRemembered("rail.width", 232, isNumber);
	const isCramped = useIsCramped();
	const [folded, setNarrow] = useRemembered<boolean | null>("rail.narrow", null, isBooleanOrNull);
	const isNarrow = folded ?? isCramped;
	const { place, open } = useExistingPlace(state);
	useArrivedLinks();
	useEffect(loadViewsWhenIdle, []);
	useEffect(keepDraftsWhileOpen, []);
	// `cargo xtask bench start` reads it.
	useEffect(() => void performance.mark("first-view"), []);
	useConsentWatch();
	const [outcome, close] = useConsentOutcome();
	useShortcuts(state.platform);
	useFocusAtPlace(state.consentFlow?.id);
	const railWidth = isNarrow ? `${narrowRail / 16}rem` : `min(${width / 16}rem, 38vw)`;
	const edge = (
		<Splitter
			label="Width of the portal list"
			value={width}
			min={180}
			max={420}
			step={16}
			onChange={setWidth}
			toValue={(x, box) => x - box.left}
		/>
	);
	return (
		<div className={styles.shell} style={{ gridTemplateColumns: `${railWidth} minmax(0, 1fr)` }}>
			<button type="button" className={styles.skip} onClick={focusHeading}>
				Skip to the view
			</button>
			<Rail
				connections={state.connections}
				apps={state.oauthApps}
				isNarrow={isNarrow}
				onNarrow={setNarrow}
				edge={edge}
				reports={<RailReports isNarrow={isNarrow} />}
			/>
			<main className={styles.body}>
				<div className={styles.banners}>
					{place.kind !== "settings" && state.storage.keyring !== "ready" && (
						<StorageBanner storage={state.storage} />
					)}
					{state.historyNotice && <HistoryNotice notice={state.historyNotice} />}
					{outcome?.kind === "connected" && <ConnectedNote outcome={outcome} close={close} />}
					<Dialogs state={state} openId={open?.id ?? null} />
				</div>
				{place.kind === "settings" && (
					<Scroll>
						<SettingsView state={state} />
					</Scroll>
				)}
				{place.kind === "apps" && (
					<Scroll>
						<AppsView state={state} />
					</Scroll>
				)}
				{place.kind === "connect" && (
					<Scroll>
						<ConnectView state={state} />
					</Scroll>
				)}
				{place.kind === "diagnostics" && (
					<Scroll>
						<DiagnosticsView isAlone />
					</Scroll>
				)}
				{place.kind === "history" && (
					<FaultBoundary what="The history">
						<HistoryView connection={null} connections={state.connections} />
					</FaultBoundary>
				)}
				{place.kind === "opened" && (
					<OpenedPage key={place.id} id={place.id} tab={place.tab} connections={state.connections} />
				)}
				{open && <PortalPage key={open.id} connection={open} />}
			</main>
		</div>
	);
}

function keepDraftsWhileOpen() {
	const begun = import("./kept-drafts").then(({ beginKeepingDrafts }) => beginKeepingDrafts());
	begun.catch(() => undefined);
	// Without them the console opens as it does for the first time.
	return () => void begun.then((stop) => stop()).catch(() => undefined);
}

function Scroll({ children }: { children: React.ReactNode }) {
	return (
		<div className={styles.scroll} data-pane tabIndex={-1}>
			{children}
		</div>
	);
}
