import { useMutation } from "@tanstack/react-query";
import { StickyNote } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { HistoryRow } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { setHistoryNote } from "../../../host/mutations";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { Stack } from "../../../ui/stack";
import { TextField } from "../../../ui/text-field";
import styles from "./note-field.module.css";

/** What the person wrote about the entry. It is searched, too. */
export function NoteField({ row: { id, note } }: { row: HistoryRow }) {
	const [typed, setTyped] = useState<string | null>(null);
	const save = useMutation({
		mutationFn: (text: string) => setHistoryNote(id, text),
		onSuccess: () => setTyped(null),
	});
	if (typed === null) {
		return (
			<div className={styles.note}>
				{note !== null && <p className={styles.words}>{note}</p>}
				<Button small kind="quiet" onPress={() => setTyped(note ?? "")}>
					<StickyNote aria-hidden />
					{note === null ? "Add a note" : "Change the note"}
				</Button>
			</div>
		);
	}
	const key = (event: KeyboardEvent) => {
		if (event.key === "Escape") setTyped(null);
		else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save.mutate(typed);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	return (
		<div onKeyDownCapture={key}>
			<Stack>
				<TextField label="Note" rows={2} value={typed} onChange={setTyped} maxLength={2000} autoFocus />
				<Row>
					<Button kind="primary" small onPress={() => save.mutate(typed)} isPending={save.isPending}>
						Save the note
					</Button>
					<Button small onPress={() => setTyped(null)}>
						Cancel
					</Button>
				</Row>
				{save.error && <ErrorNote error={toCommandError(save.error)} />}
			</Stack>
		</div>
	);
}
