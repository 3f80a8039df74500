import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import { Method } from "../../domain/method";
import type { HistoryRow, ReportPreview } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { reportCalls } from "../../host/queries/report";
import { clockTime } from "../../lib/format";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import { Row } from "../../ui/row";
import { Bar, Loading } from "../../ui/skeleton";
import { Stack } from "../../ui/stack";
import { Checkbox } from "../../ui/switch";
import { CallRemovals } from "./call-removals";
import styles from "./report-calls.module.css";
import type { LeavingOut } from "./use-leaving-out";

const page = 50;

/** The calls by their numbers. One that is unticked is left out when the preview is made anew. */
export function ReportCalls({
	preview,
	leaving,
	isMaking,
}: {
	preview: ReportPreview;
	leaving: LeavingOut;
	isMaking: boolean;
}) {
	const [first, setFirst] = useState(1);
	const calls = useQuery(reportCalls(preview.id, first, page));
	if (calls.isPending) {
		return (
			<Loading what="Reading the calls">
				<Bar width="70%" />
				<Bar width="55%" />
				<Bar width="62%" />
			</Loading>
		);
	}
	if (calls.error) return <ErrorNote error={toCommandError(calls.error)} />;
	const { rows, total, leftOut } = calls.data;
	if (total === 0 && leftOut.length === 0) {
		return <p>Nothing was sent in this time, or nothing of it is kept. Go back and choose a longer time.</p>;
	}
	return (
		<Stack gap="3">
			<PendingNote leaving={leaving} isMaking={isMaking} />
			<p className="muted">Untick what the report is not to have.</p>
			<ul className={styles.list} aria-label="Calls of the report">
				{rows.map((row, at) => (
					<Call key={row.id} row={row} number={calls.data.first + at} report={preview.id} leaving={leaving} />
				))}
			</ul>
			{total > page && (
				<Row>
					<Button small isDisabled={first === 1} onPress={() => setFirst(Math.max(1, first - page))}>
						Before
					</Button>
					<span className="muted num" role="status">
						{first} to {Math.min(first + page - 1, total)} of {total.toLocaleString("en-GB")}
					</span>
					<Button small isDisabled={first + page > total} onPress={() => setFirst(first + page)}>
						Next
					</Button>
				</Row>
			)}
			{leftOut.length > 0 && (
				<section aria-label="Left out">
					<h3>Left out</h3>
					<ul className={styles.list}>
						{leftOut.map((row) => (
							<Call key={row.id} row={row} number={null} report={preview.id} leaving={leaving} />
						))}
					</ul>
				</section>
			)}
		</Stack>
	);
}

function PendingNote({ leaving, isMaking }: { leaving: LeavingOut; isMaking: boolean }) {
	if (!leaving.isPending || isMaking) return null;
	return (
		<Note
			tone="info"
			title="The preview does not show this choice yet."
			compact
			announce
			actions={
				<>
					<Button kind="primary" onPress={leaving.apply}>
						Make the preview anew
					</Button>
					<Button onPress={leaving.undo}>Undo</Button>
				</>
			}
		/>
	);
}

function Call({
	row,
	number,
	report,
	leaving,
}: {
	row: HistoryRow;
	/** `null`: it is not in the report. */
	number: number | null;
	report: string;
	leaving: LeavingOut;
}) {
	const [isOpen, setOpen] = useState(false);
	const end = row.status === null ? "no answer" : `status ${row.status}`;
	const call = row.query === "" ? row.path : `${row.path}?${row.query}`;
	return (
		<li className={styles.call}>
			<Checkbox isSelected={!leaving.isOut(row.id)} onChange={() => leaving.toggle(row.id)}>
				<span className={styles.words}>
					{number !== null && <span className="muted num">{number}. </span>}
					<Method>{row.method}</Method> <span className="mono">{call}</span>{" "}
					<span className="muted num">{`${end} · ${clockTime(row.sentAt)}`}</span>
				</span>
			</Checkbox>
			{number !== null && (
				<Button
					small
					kind="quiet"
					aria-expanded={isOpen}
					aria-label={`What is removed of call ${number}`}
					onPress={() => setOpen(!isOpen)}
				>
					Removed
				</Button>
			)}
			{isOpen && number !== null && <CallRemovals report={report} call={number} />}
		</li>
	);
}
