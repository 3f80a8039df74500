import type { RequestDraft } from "../../../host/bindings";
import type { Attempt, Sending } from "../send/use-send";

/** How an answer stands to what is written beside it: of this request, of it as it was before, or of another one. */
export type Belongs = "same" | "changed" | "other";

/** `draft`: as it would be sent now. */
export function belongsTo(sending: Sending, draft: RequestDraft): Belongs {
	if (sending.kind === "idle") return "same";
	const sent = sending.attempt.draft;
	if (sent.method !== draft.method || sent.path !== draft.path) return "other";
	return JSON.stringify(sent) === JSON.stringify(draft) ? "same" : "changed";
}

/** "Read a contact", or method and path where that is not known. */
export const nameOf = ({ title, draft }: Attempt) => title ?? `${draft.method} ${draft.path}`;
