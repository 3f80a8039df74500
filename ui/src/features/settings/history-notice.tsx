import type { HistoryNotice as Notice } from "../../host/bindings";
import { putHistoryNoticeAway } from "../../host/mutations";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";

/** That something of the history is lost. */
export function HistoryNotice({ notice }: { notice: Notice }) {
	return (
		<Note
			tone={notice.isLosing ? "warn" : "info"}
			title={notice.message}
			announce
			actions={
				<Button small onPress={() => void putHistoryNoticeAway()}>
					Put away
				</Button>
			}
		>
			{notice.hint}
		</Note>
	);
}
