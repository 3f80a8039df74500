import { History, SearchX } from "lucide-react";
import { ErrorNote } from "../../domain/error-note";
import type { Connection, HistoryRow } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { anyEntry } from "../../navigation/history-look";
import { navigate } from "../../navigation/navigation";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Bar, Loading } from "../../ui/skeleton";
import { Stack } from "../../ui/stack";
import { RowList } from "./row-list";
import { conditionsOf } from "./search/conditions";
import { useHistoryRows } from "./use-history-rows";
import type { Look } from "./use-look";

/** The entries that fit, under their days. */
export function CallList({
	look,
	connections,
	all,
	onDelete,
}: {
	look: Look;
	/** For the names of portals. `null`: all entries are of one. */
	connections: Connection[] | null;
	all: Connection[];
	onDelete: (entry: HistoryRow) => void;
}) {
	const found = useHistoryRows(look.asked, look.opened);
	const { query, entries, isLooking } = found;
	if (query.isPending || (isLooking && !query.error)) {
		return <ListSkeleton what={query.isPending ? "Reading the history" : "Searching further back"} />;
	}
	if (query.error && entries.length === 0) {
		return (
			<ErrorNote
				error={toCommandError(query.error)}
				actions={<Button onPress={() => query.refetch()}>Try again</Button>}
			/>
		);
	}
	if (entries.length === 0) return <Nothing look={look} connections={connections} />;
	// Another search begins at the top.
	return <RowList key={found.of} {...{ found, look, connections, all, onDelete }} />;
}

function Nothing({ look, connections }: { look: Look; connections: Connection[] | null }) {
	const { text, failures } = look.lookup;
	const isSearched =
		text.trim() !== "" || failures || conditionsOf(look.lookup, connections !== null).length > 0;
	if (isSearched) {
		return (
			<EmptyState
				picture={<SearchX />}
				title="Nothing fits"
				actions={<Button onPress={() => look.change({ lookup: anyEntry })}>Clear search and filters</Button>}
			>
				No call that is kept has all of this. Words are looked for in paths, bodies, messages, correlation ids
				and notes.
			</EmptyState>
		);
	}
	if (look.opened !== null) {
		return (
			<EmptyState picture={<History />} title="There are no calls in this file">
				It was made of a time in which nothing was sent.
			</EmptyState>
		);
	}
	const id = look.asked.connection ?? connections?.[0]?.id;
	return (
		<EmptyState
			picture={<History />}
			title="Nothing was called yet"
			actions={
				id === undefined ? (
					<Button kind="primary" onPress={() => navigate({ kind: "connect" })}>
						Connect a portal
					</Button>
				) : (
					<Button kind="primary" onPress={() => navigate({ kind: "portal", id, tab: "console" })}>
						Open the console
					</Button>
				)
			}
		>
			Each call from the console or the command line is listed here with its answer, and so is each token
			exchange. No secret is kept.
		</EmptyState>
	);
}

export function ListSkeleton({ what }: { what: string }) {
	return (
		<Loading what={what}>
			<Stack>
				{["74%", "88%", "66%", "80%", "70%", "84%"].map((width) => (
					<Bar key={width} width={width} height={36} />
				))}
			</Stack>
		</Loading>
	);
}
