import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { KeptBodies, PortalHistory } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { byteSize, count } from "../../lib/format";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { SearchField } from "../../ui/search-field";
import { Select } from "../../ui/select";
import { Time } from "../../ui/time";
import type { Deletion } from "./delete-dialog";
import styles from "./history-of-portals.module.css";
import { StoredItem } from "./stored-item";
import { historyName } from "./stored-words";
import { useKeptBodies } from "./use-stored";

const shownFirst = 20;
const searchFrom = 8;

/** What the history has of each portal, and what is kept of it from now on. */
export function HistoryOfPortals({
	portals,
	onDelete,
}: {
	portals: PortalHistory[];
	onDelete: (deletion: Deletion) => void;
}) {
	const [words, setWords] = useState("");
	const [most, setMost] = useState(shownFirst);
	const wanted = words.trim().toLowerCase();
	const fitting = portals.filter((one) => historyName(one).toLowerCase().includes(wanted));
	return (
		<>
			{portals.length > 0 && (
				<p className="muted">
					Of each portal, with the bodies that are kept of its calls from now on. All else of a call is kept
					in any case.
				</p>
			)}
			{portals.length >= searchFrom && (
				<SearchField
					label="Search the history's portals"
					placeholder="Portal"
					value={words}
					onChange={setWords}
				/>
			)}
			{fitting.length === 0 && wanted !== "" && <p className="muted">No portal has these words.</p>}
			<ul aria-label="History by portal">
				{fitting.slice(0, most).map((one) => (
					<Portal key={one.connection} of={one} onDelete={onDelete} />
				))}
			</ul>
			{fitting.length > most && (
				<div>
					<Button small onPress={() => setMost(most + 200)}>
						Show more ({(fitting.length - most).toLocaleString("en-GB")})
					</Button>
				</div>
			)}
		</>
	);
}

function Portal({ of, onDelete }: { of: PortalHistory; onDelete: (deletion: Deletion) => void }) {
	const keep = useKeptBodies(of.connection);
	const name = historyName(of);
	return (
		<StoredItem
			words={
				<>
					<span className={styles.name}>
						<strong>{name}</strong>
						{of.owner === "removed" && <Badge tone="neutral">Removed</Badge>}
						{of.sessionOnly && <Badge tone="neutral">In memory</Badge>}
					</span>
					<span className="muted">
						{of.oldestAt === null ? (
							"No entries"
						) : (
							<>
								{count(of.entries, "entry", "entries")}, {byteSize(of.bytes ?? 0)}, since{" "}
								<Time at={of.oldestAt} />
							</>
						)}
					</span>
					{keep.error && <ErrorNote error={toCommandError(keep.error)} />}
				</>
			}
		>
			{of.bodies !== null && (
				<div className={styles.choice}>
					<Select
						label={`Bodies kept of ${name}`}
						hideLabel
						choices={choices}
						value={of.bodies}
						onChange={(bodies) => keep.mutate(bodies)}
					/>
				</div>
			)}
			{of.entries > 0 && (
				<Button
					small
					onPress={() => onDelete({ kind: "portal_history", of })}
					aria-label={`Delete the history: ${name}`}
				>
					Delete…
				</Button>
			)}
		</StoredItem>
	);
}

const choices: { id: KeptBodies; text: string }[] = [
	{ id: "all", text: "With all bodies" },
	{ id: "failures", text: "Bodies of failures only" },
	{ id: "none", text: "Without bodies" },
];
