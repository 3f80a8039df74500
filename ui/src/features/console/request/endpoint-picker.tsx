import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useState } from "react";
import { EndpointList } from "../../../domain/endpoint-list";
import { ErrorNote } from "../../../domain/error-note";
import { openEndpoint } from "../../../domain/request-draft";
import type { Endpoint } from "../../../host/bindings";
import { copyAndTell } from "../../../host/copied";
import { toCommandError } from "../../../host/errors";
import { searchOperations } from "../../../host/queries/verdicts";
import { useDebounced } from "../../../lib/debounced";
import { IconButton } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { SearchField } from "../../../ui/search-field";
import { Bar, Loading } from "../../../ui/skeleton";
import styles from "./endpoint-picker.module.css";

/** The button that finds an endpoint. */
export function ChooseEndpoint({ connectionId }: { connectionId: string }) {
	const [picking, setPicking] = useState(false);
	return (
		<>
			<IconButton label="Choose an endpoint" onPress={() => setPicking(true)}>
				<Search aria-hidden />
			</IconButton>
			<EndpointPicker connectionId={connectionId} isOpen={picking} onClose={() => setPicking(false)} />
		</>
	);
}

/** Finds an endpoint by words or by its path, each with its verdict. */
function EndpointPicker({
	connectionId,
	isOpen,
	onClose,
}: {
	connectionId: string;
	isOpen: boolean;
	onClose: () => void;
}) {
	const [words, setWords] = useState("");
	const settled = useDebounced(words.trim(), 150);
	const search = useQuery({ ...searchOperations(settled, connectionId, 60), enabled: isOpen });
	const choose = (endpoint: Endpoint) => {
		openEndpoint(connectionId, endpoint);
		onClose();
	};
	// Enter takes the first, as soon as the list is that of the words.
	const first = settled === words.trim() && !search.isPlaceholderData ? search.data?.[0] : undefined;
	return (
		<Dialog title="Choose an endpoint" isOpen={isOpen} onClose={onClose} wide>
			<SearchField
				label="Search endpoints"
				placeholder="A word of its title, or a part of its path"
				value={words}
				onChange={setWords}
				onSubmit={() => first && choose(first)}
				autoFocus
			/>
			<div className={styles.picker}>
				{search.isPending && (
					<Loading what="Searching the endpoints">
						<Bar width="80%" height={28} />
						<Bar width="64%" height={28} />
					</Loading>
				)}
				{search.error && <ErrorNote error={toCommandError(search.error)} />}
				{search.data && (
					<EndpointList
						onCopy={copyAndTell}
						label="Endpoints"
						mode="one"
						items={search.data}
						onAction={choose}
						empty={
							words.trim() === ""
								? "Type what you want to do, for example create company."
								: `No endpoint fits "${words}". You can still type any path into the path field.`
						}
					/>
				)}
			</div>
		</Dialog>
	);
}
