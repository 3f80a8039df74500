import { useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { OpenedReport } from "../../host/bindings";
import { cancelOpening } from "../../host/mutations";
import { openedReports } from "../../host/queries/report";
import { toastError } from "../../host/toast-error";
import { dayTime } from "../../lib/format";
import { useStore } from "../../lib/store";
import { navigate, usePlace } from "../../navigation/navigation";
import { Button, IconButton } from "../../ui/button";
import { VisibleText } from "../../ui/visible-text";
import { factsOf, nameOf } from "./names";
import { closeReport, opening, useDroppedReports } from "./open-file";
import styles from "./opened-list.module.css";

/** The files of others that are open, and one that is being read. */
export function OpenedList({ isNarrow }: { isNarrow: boolean }) {
	useDroppedReports();
	const reports = useQuery(openedReports).data ?? [];
	const place = usePlace();
	const here = place.kind === "opened" ? place.id : null;
	return (
		<>
			<Reading isNarrow={isNarrow} />
			{reports.length > 0 && (
				<ul className={styles.list}>
					{reports.map((report) => (
						<Item key={report.id} report={report} isHere={report.id === here} isNarrow={isNarrow} />
					))}
				</ul>
			)}
		</>
	);
}

function Reading({ isNarrow }: { isNarrow: boolean }) {
	const read = useStore(opening);
	if (read === null) return null;
	const cancel = () => void cancelOpening().catch(toastError);
	return (
		<div className={styles.reading}>
			<p role="status" className={isNarrow ? "sr-only" : "muted num"}>
				Opening a file{read.calls > 0 && `: ${read.calls.toLocaleString("en-GB")} calls read`}…
			</p>
			{isNarrow ? (
				<IconButton label="Cancel the opening" onPress={cancel}>
					<X aria-hidden />
				</IconButton>
			) : (
				<Button small onPress={cancel} aria-label="Cancel the opening">
					Cancel
				</Button>
			)}
		</div>
	);
}

function Item({ report, isHere, isNarrow }: { report: OpenedReport; isHere: boolean; isNarrow: boolean }) {
	const client = useQueryClient();
	const facts = factsOf(report);
	const name = nameOf(report);
	const about = facts ? `${facts.connection.hubId} · of ${dayTime(facts.madeAt)}` : "HAR file";
	return (
		<li
			className={styles.item}
			data-here={isHere || undefined}
			title={`${name}, ${about}, ${report.fileName}`}
		>
			<button
				type="button"
				className={styles.open}
				aria-current={isHere ? "page" : undefined}
				aria-label={isNarrow ? `Report: ${name}` : undefined}
				onClick={() => navigate({ kind: "opened", id: report.id })}
			>
				{isNarrow ? (
					name.slice(0, 2)
				) : (
					<span className={styles.name}>
						<VisibleText text={name} />
					</span>
				)}
				{!isNarrow && <small className={`num ${styles.about}`}>{about}</small>}
			</button>
			{!isNarrow && (
				<IconButton
					label={`Close the report of ${name}`}
					onPress={() => void closeReport(client, report.id).catch(toastError)}
				>
					<X aria-hidden />
				</IconButton>
			)}
		</li>
	);
}
