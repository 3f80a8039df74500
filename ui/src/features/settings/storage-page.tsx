import { Trash2 } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { PlaceKind, StorageReport, StoredPlace } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { copyText } from "../../host/mutations";
import { byteSize } from "../../lib/format";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { CopyButton } from "../../ui/copy-button";
import { Row } from "../../ui/row";
import { Loading, SkeletonCard } from "../../ui/skeleton";
import { DeleteDialog, type Deletion } from "./delete-dialog";
import { HistoryCard } from "./history-card";
import styles from "./storage-page.module.css";
import { StoredItem } from "./stored-item";
import { StoredOwners } from "./stored-owners";
import { holdingWords, placeMeanings, placeTitles, reportText } from "./stored-words";
import { UnreadableRecords } from "./unreadable-records";
import { useStorageReport } from "./use-stored";

/** Exactly what is stored where, its size, and the way to delete it. */
export function StoragePage() {
	const report = useStorageReport();
	if (report.isPending) {
		return (
			<Loading what="Looking at the data folder and the keyring">
				<SkeletonCard lines={5} />
			</Loading>
		);
	}
	if (report.error) {
		return (
			<ErrorNote
				error={toCommandError(report.error)}
				actions={<Button onPress={() => report.refetch()}>Try again</Button>}
			/>
		);
	}
	return <Stored report={report.data} isLooking={report.isFetching} onLook={() => void report.refetch()} />;
}

function Stored({
	report,
	isLooking,
	onLook,
}: {
	report: StorageReport;
	isLooking: boolean;
	onLook: () => void;
}) {
	const [deletion, setDeletion] = useState<Deletion | null>(null);
	const tools = (
		<Row>
			<CopyButton small label="Copy as text" copy={() => copyText(reportText(report))} />
			<Button small onPress={onLook} isPending={isLooking}>
				Look again
			</Button>
		</Row>
	);
	return (
		<>
			<UnreadableRecords />
			<Card title="What is stored where" aside={tools}>
				<ul>
					{report.places.map((place) => (
						<Place key={place.kind} place={place} onDelete={setDeletion} />
					))}
				</ul>
			</Card>
			<HistoryCard history={report.history} onDelete={setDeletion} />
			<StoredOwners report={report} onDelete={setDeletion} />
			<Card title="Delete everything">
				<p className="muted">
					Removes every secret, connection, OAuth app, setting, response and the history from this computer.
					Nothing in any portal is changed.
				</p>
				<div>
					<Button kind="danger" onPress={() => setDeletion({ kind: "everything" })}>
						<Trash2 aria-hidden />
						Delete everything…
					</Button>
				</div>
			</Card>
			{deletion && <DeleteDialog deletion={deletion} report={report} onClose={() => setDeletion(null)} />}
		</>
	);
}

const deletable: Partial<Record<PlaceKind, Deletion>> = {
	catalog_updates: { kind: "catalog_updates" },
	demo_portal: { kind: "demo_portal" },
	temporary_bodies: { kind: "temporary_bodies" },
};

function Place({ place, onDelete }: { place: StoredPlace; onDelete: (deletion: Deletion) => void }) {
	const title = placeTitles[place.kind];
	const bytes = place.bytes ?? 0;
	const deletion = bytes > 0 ? deletable[place.kind] : undefined;
	return (
		<StoredItem
			words={
				<>
					<strong>{title}</strong>
					<span className="muted">{placeMeanings[place.kind]}</span>
					{place.path !== null && <code className={styles.path}>{place.path}</code>}
					{place.holds.length > 0 && <span className="tiny">{holdingWords(place.holds) || "empty"}</span>}
				</>
			}
		>
			{place.kind !== "log" && <span className="num">{bytes === 0 ? "none" : byteSize(bytes)}</span>}
			{deletion && (
				<Button small onPress={() => onDelete(deletion)} aria-label={`Delete: ${title}`}>
					Delete…
				</Button>
			)}
		</StoredItem>
	);
}
