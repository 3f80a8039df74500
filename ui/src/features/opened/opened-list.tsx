import { useQuery, useQueryClient } from "@tanstack/react-query";
import { FileText, FolderOpen, MessageCircleQuestion, X } from "lucide-react";
import type { OpenedReport } from "../../host/bindings";
import { cancelOpening } from "../../host/mutations";
import { openedReports } from "../../host/queries/report";
import { toastError } from "../../host/toast-error";
import { dayTime } from "../../lib/format";
import { useStore } from "../../lib/store";
import { navigate, openDialog, usePlace } from "../../navigation/navigation";
import { Button, IconButton } from "../../ui/button";
import { Menu } from "../../ui/menu";
import { VisibleText } from "../../ui/visible-text";
import { factsOf, nameOf } from "./names";
import { closeReport, opening, openReport, useDroppedReports } from "./open-file";
import styles from "./opened-list.module.css";

/** The files of others that are open, in the rail, and the ways to more of them. */
export function OpenedList({ isNarrow }: { isNarrow: boolean }) {
	useDroppedReports();
	const reports = useQuery(openedReports).data ?? [];
	const place = usePlace();
	const here = place.kind === "opened" ? place.id : null;
	return (
		<section aria-label="Reports" className={`${styles.reports} ${isNarrow ? styles.narrow : ""}`}>
			<ReportsMenu isNarrow={isNarrow} />
			<Reading isNarrow={isNarrow} />
			{reports.length > 0 && (
				<ul className={styles.list}>
					{reports.map((report) => (
						<Item key={report.id} report={report} isHere={report.id === here} isNarrow={isNarrow} />
					))}
				</ul>
			)}
		</section>
	);
}

function ReportsMenu({ isNarrow }: { isNarrow: boolean }) {
	const client = useQueryClient();
	const entries = [
		{
			id: "open",
			text: "Open a report or a HAR file…",
			picture: <FolderOpen aria-hidden />,
			act: () => void openReport(client),
		},
		{
			id: "ask",
			text: "Ask for a report…",
			picture: <MessageCircleQuestion aria-hidden />,
			act: () => openDialog({ kind: "ask_report" }),
		},
	];
	const trigger = isNarrow ? (
		<IconButton label="Reports">
			<FileText aria-hidden />
		</IconButton>
	) : (
		<Button kind="quiet">
			<FileText aria-hidden />
			Reports…
		</Button>
	);
	return <Menu label="Reports" trigger={trigger} entries={entries} />;
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
