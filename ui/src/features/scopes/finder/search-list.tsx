import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EndpointList, endpointKey } from "../../../domain/endpoint-list";
import { ErrorNote } from "../../../domain/error-note";
import type { OperationSummary } from "../../../host/bindings";
import { copyAndTell } from "../../../host/copied";
import { toCommandError } from "../../../host/errors";
import { searchOperations } from "../../../host/queries/verdicts";
import { useDebounced } from "../../../lib/debounced";
import { Button } from "../../../ui/button";
import { SearchField } from "../../../ui/search-field";
import { Bar, Loading } from "../../../ui/skeleton";
import { Stack } from "../../../ui/stack";
import type { Chosen } from "../sets/chosen-endpoints";
import styles from "./search-list.module.css";

const limit = 80;

/** The searchable list; a press adds an endpoint, another takes it away. */
export function SearchList({ connectionId, chosen }: { connectionId: string; chosen: Chosen }) {
	const [words, setWords] = useState("");
	const search = useQuery(searchOperations(useDebounced(words.trim(), 150), connectionId, limit));
	const keys = new Set(chosen.endpoints.map(endpointKey));
	const items = search.data ?? [];
	const change = (selected: Set<string>) => {
		const added = items.filter((item) => selected.has(endpointKey(item)) && !keys.has(endpointKey(item)));
		const removed = items.filter((item) => !selected.has(endpointKey(item)) && keys.has(endpointKey(item)));
		if (added.length > 0) chosen.add(added);
		if (removed.length > 0) chosen.remove(removed);
	};
	return (
		<>
			<SearchField
				label="Search endpoints"
				placeholder="List contacts, /crm/objects, notes…"
				value={words}
				onChange={setWords}
			/>
			<Found search={search} words={words} items={items} keys={keys} onChange={change} />
		</>
	);
}

function Found({
	search,
	words,
	items,
	keys,
	onChange,
}: {
	search: UseQueryResult<OperationSummary[]>;
	words: string;
	items: OperationSummary[];
	keys: Set<string>;
	onChange: (selected: Set<string>) => void;
}) {
	if (search.isPending) return <FinderSkeleton what="Searching the endpoints" />;
	if (search.error) {
		return (
			<ErrorNote
				error={toCommandError(search.error)}
				actions={<Button onPress={() => search.refetch()}>Try again</Button>}
			/>
		);
	}
	return (
		<EndpointList
			onCopy={copyAndTell}
			label="Endpoints"
			mode="many"
			items={items}
			selected={keys}
			onSelect={onChange}
			empty={
				words.trim() === ""
					? "Type what you want to do, for example create company."
					: `No endpoint fits "${words}". Try a word of its title, or a part of its path.`
			}
		/>
	);
}

export function FinderSkeleton({ what }: { what: string }) {
	return (
		<Loading what={what}>
			<Stack className={styles.skeleton ?? ""}>
				{["70%", "88%", "62%", "80%", "74%", "90%"].map((width) => (
					<Bar key={width} width={width} height={28} />
				))}
			</Stack>
		</Loading>
	);
}
