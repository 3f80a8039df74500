import { useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { chooseApp } from "../features/connect/drafts";
import { useConsentWatch } from "../features/connect/use-consent";
import { Rail } from "../features/portals/rail";
import { StorageBanner } from "../features/settings/storage-banner";
import type { Connection, InitialState, OauthApp } from "../host/bindings";
import { isBoolean, isNumber, useRemembered } from "../lib/remembered";
import { Splitter } from "../ui/splitter";
import { useArrivedLink } from "./arrived-link";
import { ConnectedNote } from "./connected-note";
import { PortalPage } from "./portal-page";
import styles from "./shell.module.css";
import { focusOpenTab, useFocusAtPlace } from "./use-focus";
import { usePlace } from "./use-place";
import { useShortcuts } from "./use-shortcuts";
import {
	AppsView,
	CommandPalette,
	ConnectView,
	LinkDialog,
	loadViewsWhenIdle,
	SettingsView,
	ShortcutSheet,
} from "./views";

const narrowRail = 56;

/** Rail, banners, and the view of the place one is in. */
export function Shell({ state }: { state: InitialState }) {
	const [width, setWidth] = useRemembered("rail.width", 232, isNumber);
	const [isNarrow, setNarrow] = useRemembered("rail.narrow", false, isBoolean);
	const [layer, setLayer] = useState<"palette" | "sheet" | null>(null);
	const nav = usePlace(state);
	const [arrived, dismiss] = useArrivedLink();
	useEffect(loadViewsWhenIdle, []);
	const { place, openPortal } = nav;
	const connected = useCallback((connection: Connection) => openPortal(connection.id), [openPortal]);
	useConsentWatch(connected);
	useShortcuts({
		onPalette: () => setLayer("palette"),
		onSheet: () => setLayer("sheet"),
		onTab: (tab) => {
			if (place.kind !== "portal") return;
			flushSync(() => openPortal(place.id, tab));
			focusOpenTab();
		},
	});
	useFocusAtPlace(place, state.consentFlow?.id, layer === "palette");
	const connectWith = (app: OauthApp) => {
		chooseApp(app);
		nav.openConnect();
	};
	const open = place.kind === "portal" ? state.connections.find(({ id }) => id === place.id) : undefined;
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
			<Rail
				connections={state.connections}
				apps={state.oauthApps}
				openId={open?.id ?? null}
				isNarrow={isNarrow}
				onNarrow={setNarrow}
				onOpen={openPortal}
				onConnect={nav.openConnect}
				onApps={nav.openApps}
				onSettings={nav.openSettings}
				place={place.kind}
				edge={edge}
			/>
			<main className={styles.body}>
				<div className={styles.banners}>
					{place.kind !== "settings" && <StorageBanner storage={state.storage} />}
					<ConnectedNote />
					{layer === "palette" && (
						<CommandPalette
							onClose={() => setLayer(null)}
							state={state}
							openId={open?.id ?? null}
							nav={nav}
							onSheet={() => setLayer("sheet")}
						/>
					)}
					{layer === "sheet" && <ShortcutSheet onClose={() => setLayer(null)} platform={state.platform} />}
					{arrived && (
						<LinkDialog
							arrived={arrived}
							dismiss={dismiss}
							state={state}
							openId={open?.id ?? null}
							nav={nav}
						/>
					)}
				</div>
				{place.kind === "settings" && (
					<Scroll>
						<SettingsView state={state} />
					</Scroll>
				)}
				{place.kind === "apps" && (
					<Scroll>
						<AppsView state={state} onConnect={connectWith} />
					</Scroll>
				)}
				{place.kind === "connect" && (
					<Scroll>
						<ConnectView state={state} onConnected={connected} />
					</Scroll>
				)}
				{place.kind === "portal" && open && (
					<PortalPage
						key={open.id}
						connection={open}
						tab={place.tab}
						onTab={(tab) => openPortal(open.id, tab)}
						onOpenPortal={(id) => openPortal(id, "scopes")}
					/>
				)}
			</main>
		</div>
	);
}

function Scroll({ children }: { children: React.ReactNode }) {
	return (
		<div className={styles.scroll} data-pane tabIndex={-1}>
			{children}
		</div>
	);
}
