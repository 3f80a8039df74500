import { useState } from "react";
import { endpointKey } from "../../components/endpoint-list";
import { useRemembered } from "../../components/remembered";
import type { Connection, Endpoint } from "../../host/bindings";

/** The endpoints a person watches, kept per app between starts. They hold no secret. */
export function useChosenEndpoints(connection: Connection) {
	const [endpoints, setEndpoints] = useRemembered<Endpoint[]>(
		`endpoints.${connection.clientId ?? connection.credential}`,
		[],
		isEndpoints,
	);
	const [lastRemoved, setLastRemoved] = useState<Endpoint | null>(null);
	return {
		endpoints,
		lastRemoved,
		add: (added: Endpoint[]) => {
			const known = new Set(endpoints.map(endpointKey));
			const fresh = added.filter((endpoint) => !known.has(endpointKey(endpoint)));
			setEndpoints([...endpoints, ...fresh.map(({ method, path }) => ({ method, path }))]);
			setLastRemoved(null);
		},
		remove: (gone: Endpoint) => {
			setEndpoints(endpoints.filter((endpoint) => endpointKey(endpoint) !== endpointKey(gone)));
			setLastRemoved(gone);
		},
		clear: () => setEndpoints([]),
	};
}

function isEndpoints(value: unknown): value is Endpoint[] {
	return (
		Array.isArray(value) &&
		value.every((one) => typeof one?.method === "string" && typeof one?.path === "string")
	);
}
