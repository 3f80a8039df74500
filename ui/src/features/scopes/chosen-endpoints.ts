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
	const [cleared, setCleared] = useState<Endpoint[]>([]);
	return {
		endpoints,
		/** What "Remove all" took away, to be put back. */
		cleared,
		add: (added: Endpoint[]) => {
			setEndpoints((held) => [...held, ...freshOf(added, held)]);
			setCleared([]);
		},
		remove: (gone: Endpoint) => {
			setEndpoints((held) => held.filter((endpoint) => endpointKey(endpoint) !== endpointKey(gone)));
			setCleared([]);
		},
		removeAll: () => {
			setCleared(endpoints);
			setEndpoints([]);
		},
	};
}

function freshOf(added: Endpoint[], held: Endpoint[]): Endpoint[] {
	const known = new Set(held.map(endpointKey));
	return added
		.filter((endpoint) => !known.has(endpointKey(endpoint)))
		.map(({ method, path }) => ({ method, path }));
}

function isEndpoints(value: unknown): value is Endpoint[] {
	return (
		Array.isArray(value) &&
		value.every((one) => typeof one?.method === "string" && typeof one?.path === "string")
	);
}
