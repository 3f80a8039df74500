import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { HistoryExtent } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { byteSize, count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Note } from "../../ui/note";
import { Row } from "../../ui/row";
import { TextField } from "../../ui/text-field";
import { Time } from "../../ui/time";
import type { Deletion } from "./delete-dialog";
import styles from "./history-card.module.css";
import { HistoryOfPortals } from "./history-of-portals";
import { useHistoryBounds } from "./use-stored";

/** What the history has, how much it may have, and the ways to delete it. */
export function HistoryCard({
	history,
	onDelete,
}: {
	history: HistoryExtent;
	onDelete: (deletion: Deletion) => void;
}) {
	const hasRemoved = history.portals.some(({ owner }) => owner === "removed");
	return (
		<Card title="History" aside={<span className="muted num">{byteSize(history.bytes ?? 0)}</span>}>
			{!history.isKept && (
				<Note tone="warn" title="Its file cannot be used, so calls are not kept.">
					Only what portals in memory send is kept, until you quit.
				</Note>
			)}
			<p className="muted">
				{history.oldestAt === null ? (
					"Nothing is in it. What you send from now on is kept, without secrets."
				) : (
					<>
						{count(history.entries, "entry", "entries")}
						{history.pinned > 0 && `, ${history.pinned.toLocaleString("en-GB")} of them pinned`}; the oldest
						is of <Time at={history.oldestAt} />.
					</>
				)}
			</p>
			<Bounds key={`${history.bounds.maxDays} ${history.bounds.maxMegabytes}`} history={history} />
			<HistoryOfPortals portals={history.portals} onDelete={onDelete} />
			<Row>
				{hasRemoved && (
					<Button small onPress={() => onDelete({ kind: "removed_history" })}>
						Delete that of removed portals…
					</Button>
				)}
				{history.portals.some(({ entries }) => entries > 0) && (
					<Button small onPress={() => onDelete({ kind: "history" })}>
						Delete the whole history…
					</Button>
				)}
			</Row>
		</Card>
	);
}

function Bounds({ history: { bounds } }: { history: HistoryExtent }) {
	const save = useHistoryBounds();
	const [days, setDays] = useState(String(bounds.maxDays));
	const [megabytes, setMegabytes] = useState(String(bounds.maxMegabytes));
	const problems = {
		days: problemOf(days, 1, 3650),
		megabytes: problemOf(megabytes, 10, 20_000),
	};
	const next = { maxDays: Number(days), maxMegabytes: Number(megabytes) };
	const isChanged = next.maxDays !== bounds.maxDays || next.maxMegabytes !== bounds.maxMegabytes;
	const isLess = next.maxDays < bounds.maxDays || next.maxMegabytes < bounds.maxMegabytes;
	const isWrong = problems.days !== undefined || problems.megabytes !== undefined;
	return (
		<form
			className={styles.bounds}
			aria-label="How much is kept"
			onSubmit={(event) => {
				event.preventDefault();
				if (isChanged && !isWrong) save.mutate(next);
			}}
		>
			<TextField
				label="Keep for (days)"
				inputMode="numeric"
				value={days}
				onChange={setDays}
				error={problems.days}
			/>
			<TextField
				label="At most (MB)"
				inputMode="numeric"
				value={megabytes}
				onChange={setMegabytes}
				error={problems.megabytes}
			/>
			<Button type="submit" isDisabled={!isChanged || isWrong} isPending={save.isPending}>
				Save
			</Button>
			<p className="muted">
				{isChanged && isLess && !isWrong
					? "What is beyond that goes when you save, but for pinned entries."
					: "The oldest goes first; pinned entries stay."}
			</p>
			{save.error && <ErrorNote error={toCommandError(save.error)} />}
		</form>
	);
}

function problemOf(text: string, least: number, most: number): string | undefined {
	const number = Number(text.trim());
	const fits = /^\d+$/.test(text.trim()) && number >= least && number <= most;
	return fits ? undefined : `Enter a number from ${least} to ${most.toLocaleString("en-GB")}.`;
}
