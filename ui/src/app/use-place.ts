import { useCallback, useEffect, useState } from "react";
import type { Connection, InitialState } from "../host/bindings";
import { setActiveConnection } from "../host/mutations";
import type { Place, Tab } from "./place";

/** The place one is in, made to fit what exists: a portal that is gone is left, a wait for consent is shown. */
export function usePlace(state: InitialState) {
	const [wanted, setWanted] = useState<Place>(() => firstPlace(state));
	const [tabs, setTabs] = useState<Record<string, Tab>>({});
	const place = existing(wanted, state.connections);
	const flowId = state.consentFlow?.id;

	useEffect(() => {
		if (flowId !== undefined) setWanted({ kind: "connect" });
	}, [flowId]);

	const openId = place.kind === "portal" ? place.id : null;
	useEffect(() => {
		// A failure here only means that the next start opens another portal first.
		if (openId !== null) setActiveConnection(openId).catch(() => undefined);
	}, [openId]);

	const openPortal = useCallback(
		(id: string, tab?: Tab) => {
			if (tab !== undefined) setTabs((previous) => ({ ...previous, [id]: tab }));
			setWanted({ kind: "portal", id, tab: tab ?? tabs[id] ?? "overview" });
		},
		[tabs],
	);
	return {
		place,
		openPortal,
		openConnect: () => setWanted({ kind: "connect" }),
		openApps: () => setWanted({ kind: "apps" }),
		openSettings: () => setWanted({ kind: "settings" }),
	};
}

function firstPlace(state: InitialState): Place {
	if (state.consentFlow) return { kind: "connect" };
	const first = state.connections.find(({ id }) => id === state.activeConnection) ?? state.connections[0];
	return first ? { kind: "portal", id: first.id, tab: "overview" } : { kind: "connect" };
}

function existing(wanted: Place, connections: Connection[]): Place {
	if (wanted.kind !== "portal" || connections.some(({ id }) => id === wanted.id)) return wanted;
	const next = connections[0];
	return next ? { kind: "portal", id: next.id, tab: "overview" } : { kind: "connect" };
}
