import { useQuery, useQueryClient } from "@tanstack/react-query";
import { endpointKey } from "../../../domain/endpoint-list";
import type { ChosenEndpoints, Endpoint } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { chooseEndpoints } from "../../../host/mutations";
import { put } from "../../../host/queries/changes";
import { chosenEndpoints, chosenNow } from "../../../host/queries/endpoints";
import { createStore, useStore } from "../../../lib/store";
import { showToast } from "../../../ui/toast";

const nothing: ChosenEndpoints = { endpoints: [], set: null };

/** The list that a big step took away, to be put back. */
const before = createStore<ChosenEndpoints | null>(null);

/** The endpoints a person watches: one list for all portals, kept by the host over restarts. */
export function useChosenEndpoints() {
	const client = useQueryClient();
	const query = useQuery(chosenEndpoints);
	const change = (step: (current: ChosenEndpoints) => ChosenEndpoints, undoable = false) => {
		const current = chosenNow(client) ?? nothing;
		const next = step(current);
		before.set(undoable && current.endpoints.length > 0 ? current : null);
		put.chosenEndpoints(client, next);
		save(next);
	};
	return {
		query,
		...(query.data ?? nothing),
		/** What the last big step took away. */
		before: useStore(before),
		add: (added: Endpoint[]) =>
			change((current) => ({
				...current,
				endpoints: [...current.endpoints, ...freshOf(added, current.endpoints)],
			})),
		remove: (gone: Endpoint[]) => {
			const keys = new Set(gone.map(endpointKey));
			change((current) => ({
				...current,
				endpoints: current.endpoints.filter((endpoint) => !keys.has(endpointKey(endpoint))),
			}));
		},
		replace: (old: Endpoint, next: Endpoint) =>
			change((current) => ({ ...current, endpoints: replaced(current.endpoints, old, next) })),
		clear: () => change(() => nothing, true),
		/** Puts a saved set in the place of the list. */
		open: (set: { id: string; endpoints: Endpoint[] }) =>
			change(() => ({ endpoints: set.endpoints, set: set.id }), true),
		/** The list is now known under this set, or under none. */
		belongTo: (set: string | null) => change((current) => ({ ...current, set })),
		putBack: () => {
			const current = before.get();
			if (current) change(() => current);
		},
	};
}

export type Chosen = ReturnType<typeof useChosenEndpoints>;

function freshOf(added: Endpoint[], current: Endpoint[]): Endpoint[] {
	const known = new Set(current.map(endpointKey));
	const fresh: Endpoint[] = [];
	for (const { method, path } of added) {
		const name = endpointKey({ method, path });
		if (!known.has(name)) fresh.push({ method, path });
		known.add(name);
	}
	return fresh;
}

function replaced(current: Endpoint[], old: Endpoint, next: Endpoint): Endpoint[] {
	const isKnown = current.some((endpoint) => endpointKey(endpoint) === endpointKey(next));
	return current.flatMap((endpoint) => {
		if (endpointKey(endpoint) !== endpointKey(old)) return [endpoint];
		return isKnown ? [] : [next];
	});
}

let saving = false;
let waiting: ChosenEndpoints | null = null;

/** One save at a time, and only the newest of those that wait: an older list must not come last. */
function save(next: ChosenEndpoints) {
	waiting = next;
	if (saving) return;
	saving = true;
	void saveAll().finally(() => {
		saving = false;
	});
}

async function saveAll() {
	while (waiting) {
		const next = waiting;
		waiting = null;
		await chooseEndpoints(next).catch((thrown: unknown) => {
			const { message, hint } = toCommandError(thrown);
			showToast("danger", "The list could not be kept for the next start.", `${message} ${hint}`);
		});
	}
}
