import {
	activeOf,
	type ChangeDraft,
	cleanDraft,
	dismissFindings,
	useDrafts,
} from "../../../domain/request-draft";
import { RequestFindings } from "../../../domain/request-findings";
import type { RequestDraft, RequestFinding } from "../../../host/bindings";
import { mendRequest } from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { Button } from "../../../ui/button";
import { Note } from "../../../ui/note";

/**
 * What was wrong with the text that this request was pasted from, or what it lacks of the call that it was opened from.
 * The request here has what could be mended.
 */
export function PastedFindings({ connectionId }: { connectionId: string }) {
	const { findings } = activeOf(useDrafts(connectionId));
	if (findings.length === 0) return null;
	const isWrong = findings.some(({ severity }) => severity === "error");
	return (
		<Note
			tone={isWrong ? "warn" : "info"}
			title={titleOf(findings, isWrong)}
			actions={<Button onPress={() => dismissFindings(connectionId)}>Got it</Button>}
			announce
		>
			<RequestFindings label="What was wrong with it" findings={findings} />
		</Note>
	);
}

function titleOf(findings: RequestFinding[], isWrong: boolean): string {
	if (findings.every(({ rule }) => rule === "reopened")) return "This is not all of the call that was sent.";
	return isWrong ? "What you pasted would have failed." : "About what you pasted";
}

/** What is wrong with the request as it stands; what one press can mend has a button. */
export function DraftFindings({
	findings,
	draft,
	onChange,
}: {
	findings: RequestFinding[];
	draft: RequestDraft;
	onChange: ChangeDraft;
}) {
	if (findings.length === 0) return null;
	const mend = async (finding: RequestFinding) => {
		try {
			const mended = await mendRequest(cleanDraft(draft), finding);
			if (mended) onChange(mended);
		} catch (thrown) {
			toastError(thrown);
		}
	};
	return <RequestFindings label="About this request" findings={findings} onMend={mend} />;
}
