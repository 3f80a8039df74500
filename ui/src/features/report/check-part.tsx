import { useRef, useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { ReportPreview } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { changeReport, maskInReport, reportContains } from "../../host/mutations";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import { Stack } from "../../ui/stack";
import type { Report } from "./use-report";
import { VanishingField } from "./vanishing-field";

/** Proves what is absent, and takes out what is not. */
export function CheckPart({ report, preview }: { report: Report; preview: ReportPreview }) {
	const mask = (text: string | null) => {
		// A mutation keeps what it was called with: the text is let go of as it is handed over.
		const typed = { text };
		report.make((progress) => {
			const { text: handed } = typed;
			typed.text = null;
			return maskInReport(preview.id, handed, progress);
		});
	};
	return (
		<Stack gap="3">
			<AbsenceCheck key={preview.id} preview={preview} />
			<VanishingField
				label="Mask more"
				act="Mask it"
				help="It will be gone from the report, in any case and spelling. Kept in memory for this report alone."
				isPending={report.making.isPending}
				onText={mask}
			/>
			<Masked report={report} preview={preview} />
		</Stack>
	);
}

function Masked({ report, preview }: { report: Report; preview: ReportPreview }) {
	if (preview.masks === 0) return null;
	const times = preview.removed
		.filter(({ rule }) => rule === "mask")
		.reduce((sum, one) => sum + one.count, 0);
	const forget = { leftOut: null, personalData: null, forgetMasks: true };
	return (
		<Note
			tone="ok"
			title={`${count(preview.masks, "text")} of yours masked, in ${count(times, "place")}.`}
			compact
			announce
			actions={
				<Button
					small
					isDisabled={report.making.isPending}
					onPress={() => report.make((progress) => changeReport(preview.id, forget, progress))}
				>
					Take the masks off
				</Button>
			}
		/>
	);
}

type Answer = { isThere: boolean; characters: number | null } | { error: unknown };

/** Whether a text is anywhere in what would be saved. The text is kept nowhere, so the answer speaks of its length. */
function AbsenceCheck({ preview }: { preview: ReportPreview }) {
	const [answer, setAnswer] = useState<Answer | null>(null);
	const [isLooking, setLooking] = useState(false);
	const asked = useRef(0);
	const look = (text: string | null) => {
		const nth = ++asked.current;
		const characters = text === null ? null : [...text.trim()].length;
		setLooking(true);
		setAnswer(null);
		reportContains(preview.id, text)
			.then(
				(isThere): Answer => ({ isThere, characters }),
				(error: unknown): Answer => ({ error }),
			)
			.then((found) => {
				if (nth !== asked.current) return;
				setLooking(false);
				setAnswer(found);
			});
	};
	return (
		<Stack>
			<VanishingField
				label="Is this in the report?"
				act="Search"
				help="All its files are searched, in any case and spelling. What you type is neither kept nor shown again."
				isPending={isLooking}
				onText={look}
			/>
			{isLooking && <p role="status">Searching all files of the report…</p>}
			{answer && "error" in answer && <ErrorNote error={toCommandError(answer.error)} />}
			{answer && "isThere" in answer && <Found answer={answer} files={preview.files.length} />}
		</Stack>
	);
}

function Found({
	answer,
	files,
}: {
	answer: { isThere: boolean; characters: number | null };
	files: number;
}) {
	const what =
		answer.characters === null
			? "What is on the clipboard"
			: `What you typed (${count(answer.characters, "character")})`;
	return answer.isThere ? (
		<Note tone="warn" title={`${what} is in the report.`} compact announce>
			If it must not be seen, type it below to mask it.
		</Note>
	) : (
		<Note tone="ok" title={`${what} is nowhere in the report.`} compact announce>
			It is in none of the {count(files, "file")}, in no case and spelling.
		</Note>
	);
}
