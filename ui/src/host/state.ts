import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import {
	type Connection,
	type ConsentFlow,
	events,
	type InitialState,
	type OauthApp,
	type Settings,
	type StorageState,
} from "./bindings";
import { invalidate } from "./queries/changes";
import { initialState } from "./queries/connecting";

/** Everything the window needs to draw its first frame; the typed events keep it true afterwards. */
export function useAppState() {
	return useQuery(initialState);
}

/** Writes the events of the host into the query data. Mounted once. */
export function useHostEvents() {
	const client = useQueryClient();
	useEffect(() => {
		const stops = [
			events.connectionChanged.listen(({ payload }) => putConnection(client, payload)),
			events.connectionRemoved.listen(({ payload }) => dropConnection(client, payload)),
			events.storageChanged.listen(({ payload }) => putStorage(client, payload)),
			events.historyNoticed.listen(({ payload }) =>
				change(client, (state) => ({ ...state, historyNotice: payload })),
			),
			events.oauthAppsChanged.listen(({ payload }) => putApps(client, payload)),
			events.historyChanged.listen(() => void invalidate.history(client)),
			events.stateChanged.listen(({ payload }) => putState(client, payload)),
		];
		return () => {
			for (const stop of stops) void stop.then((unlisten) => unlisten());
		};
	}, [client]);
}

/** The connections of the newest state, which may be ahead of what is drawn. */
export function latestConnections(client: QueryClient): Connection[] | undefined {
	return client.getQueryData(initialState.queryKey)?.connections;
}

/** The window goes to a connection just made at once, which may be before its event has come; all else follows the event. */
export function putConnection(client: QueryClient, connection: Connection) {
	const before = client
		.getQueryData(initialState.queryKey)
		?.connections.find(({ id }) => id === connection.id);
	change(client, (state) => ({ ...state, connections: withConnection(state.connections, connection) }));
	const scopes = (existing?: Connection) => existing?.grantedScopes?.join(" ");
	// Verdicts hang on the scopes and on the write lock, not on the countdown.
	if (scopes(before) !== scopes(connection) || before?.writeLock !== connection.writeLock) {
		void invalidate.verdicts(client);
	}
}

function dropConnection(client: QueryClient, id: string) {
	change(client, (state) => ({
		...state,
		connections: state.connections.filter((connection) => connection.id !== id),
		activeConnection: state.activeConnection === id ? null : state.activeConnection,
	}));
}

/** After missed events: replaces the whole state. */
function putState(client: QueryClient, state: InitialState) {
	client.setQueryData(initialState.queryKey, state);
	void invalidate.verdicts(client);
	void invalidate.oauthApps(client);
}

function putApps(client: QueryClient, apps: OauthApp[]) {
	change(client, (state) => ({ ...state, oauthApps: apps }));
	void invalidate.oauthApps(client);
}

function putStorage(client: QueryClient, storage: StorageState) {
	change(client, (state) => ({ ...state, storage }));
}

export function putSettings(client: QueryClient, settings: Settings) {
	change(client, (state) => ({ ...state, settings }));
}

export function putConsentFlow(client: QueryClient, consentFlow: ConsentFlow | null) {
	change(client, (state) => ({ ...state, consentFlow }));
}

function change(client: QueryClient, step: (state: InitialState) => InitialState) {
	client.setQueryData(initialState.queryKey, (state) => state && step(state));
}

function withConnection(list: Connection[], connection: Connection): Connection[] {
	const known = list.some(({ id }) => id === connection.id);
	return known
		? list.map((existing) => (existing.id === connection.id ? connection : existing))
		: [...list, connection];
}
