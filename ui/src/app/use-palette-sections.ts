import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { consoleActs } from "../domain/console-acts";
import { openReport } from "../features/opened/open-file";
import { useChosenEndpoints } from "../features/scopes/sets/chosen-endpoints";
import type { HistoryLookup, InitialState } from "../host/bindings";
import { updateSettings } from "../host/mutations";
import { causePages } from "../host/queries/diagnosis";
import { historyRows } from "../host/queries/history";
import { searchOperations } from "../host/queries/verdicts";
import { putSettings } from "../host/state";
import { useDebounced } from "../lib/debounced";
import { useStore } from "../lib/store";
import { navigate } from "../navigation/navigation";
import { tell } from "./palette-acts";
import { entriesFor } from "./palette-entries";
import { readTyped } from "./palette-modes";

const mostCauses = 5;
const mostEndpoints = 12;

/** What the palette shows for what is typed: the host is asked for endpoints, calls and causes, a moment after a key. */
export function usePaletteSections({
	typed,
	state,
	openId,
	type,
	paste,
}: {
	typed: string;
	state: InitialState;
	openId: string | null;
	type: (text: string) => void;
	paste: () => void;
}) {
	const client = useQueryClient();
	const chosen = useChosenEndpoints();
	const offered = useStore(consoleActs);
	const { mode, words } = readTyped(typed);
	const settled = useDebounced(words, 120);
	const isSearched = settled !== "" && words !== "";
	const finds = (...modes: string[]) => isSearched && (mode === "all" || modes.includes(mode));
	const findsEndpoints = finds("endpoints", "scopes");
	const findsCauses = finds("help");
	const operations = useQuery({
		...searchOperations(settled, openId, mostEndpoints),
		enabled: findsEndpoints,
	});
	const causes = useQuery({ ...causePages(settled), enabled: findsCauses });
	const calls = useInfiniteQuery({ ...historyRows(callsOf(openId)), enabled: openId !== null });
	return entriesFor({
		mode,
		words,
		state,
		openId,
		operations: findsEndpoints ? (operations.data ?? []) : [],
		causes: findsCauses ? (causes.data ?? []).slice(0, mostCauses) : [],
		calls: calls.data?.pages[0]?.rows ?? [],
		offered,
		changeSettings: (settings) => tell(updateSettings(settings).then((kept) => putSettings(client, kept))),
		openFile: () => void openReport(client),
		toScopes: (endpoint) => {
			if (openId === null) return;
			chosen.add([endpoint]);
			navigate({ kind: "portal", id: openId, tab: "scopes" });
		},
		paste,
		type,
	});
}

const callsOf = (connection: string | null): HistoryLookup => ({
	text: "",
	connection,
	operation: null,
	method: null,
	kind: "call",
	sender: null,
	minStatus: null,
	maxStatus: null,
	cause: null,
	lastHours: null,
	since: null,
	until: null,
	failures: false,
	pinned: false,
});
