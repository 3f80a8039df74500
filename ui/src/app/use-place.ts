import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useLayoutEffect, useState } from "react";
import type { Connection, InitialState } from "../host/bindings";
import { setActiveConnection } from "../host/mutations";
import { latestConnections } from "../host/state";
import type { Target } from "../navigation/history";
import { lastPlace } from "../navigation/last-place";
import { keepConnections, navigate, startAt, usePlace } from "../navigation/navigation";

/** The place one is in, made to fit what exists: a portal that is gone is left, a wait for consent is shown. */
export function useExistingPlace(state: InitialState) {
	useState(() => start(state));
	const place = usePlace();
	const { connections } = state;
	const client = useQueryClient();
	const open = place.kind === "portal" ? connections.find(({ id }) => id === place.id) : undefined;

	// Before the paint. A connection just made is in the newest state already, if not yet in this one.
	useLayoutEffect(() => {
		const newest = latestConnections(client) ?? connections;
		keepConnections(
			newest.map(({ id }) => id),
			portalOrConnect(newest[0]),
		);
	}, [client, connections, place]);

	const flowId = state.consentFlow?.id;
	useEffect(() => {
		if (flowId !== undefined) navigate({ kind: "connect" });
	}, [flowId]);

	const openId = open?.id;
	useEffect(() => {
		// A failure here only means that the next start opens another portal first.
		if (openId !== undefined) setActiveConnection(openId).catch(() => undefined);
	}, [openId]);
	return { place, open };
}

function start(state: InitialState) {
	const { kind, views } = lastPlace();
	startAt(firstPlace(state, kind), views);
}

function firstPlace(
	{ consentFlow, connections, activeConnection }: InitialState,
	last: ReturnType<typeof lastPlace>["kind"],
): Target {
	if (consentFlow) return { kind: "connect" };
	if (last !== "portal") return { kind: last };
	return portalOrConnect(connections.find(({ id }) => id === activeConnection) ?? connections[0]);
}

const portalOrConnect = (connection: Connection | undefined): Target =>
	connection ? { kind: "portal", id: connection.id } : { kind: "connect" };
