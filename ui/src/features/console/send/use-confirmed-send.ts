import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Confirmation, Connection, RequestDraft, RequiredConfirmation } from "../../../host/bindings";
import { previewRequest } from "../../../host/queries/verdicts";
import type { Send } from "./use-send";

/** What the host asks for, or that a call that writes is sent once more. */
type Question = Omit<RequiredConfirmation, "reason"> & { reason: RequiredConfirmation["reason"] | "again" };
/** A request that waits for its confirmation, as it will be sent. */
export type Asked = { draft: RequestDraft; url: string; required: Question };

/** Sends a draft, or asks first where the host wants it confirmed. */
export function useConfirmedSend({ id, identity }: Connection, send: Send) {
	const client = useQueryClient();
	const [asked, setAsked] = useState<Asked | null>(null);
	const deciding = useRef(false);
	// The preview on the screen may be that of a moment ago; what is asked for is exactly this draft.
	const judged = async (draft: RequestDraft) => {
		deciding.current = true;
		const preview = await client.fetchQuery(previewRequest(id, draft)).catch(() => null);
		deciding.current = false;
		return preview;
	};
	const request = async (draft: RequestDraft) => {
		if (deciding.current || asked) return;
		const preview = await judged(draft);
		const required = preview?.problems.length === 0 ? preview.confirmation : null;
		if (preview && required) setAsked({ draft, url: preview.url, required });
		else send(draft, { kind: "none" });
	};
	/** The same for a call that was sent before. Where something is in its way, that is shown, and nothing is sent. */
	const requestAgain = async (draft: RequestDraft, writes: boolean) => {
		if (deciding.current || asked) return;
		const preview = await judged(draft);
		if (preview?.problems.length !== 0) return;
		const required = preview.confirmation ?? (writes ? again(identity.portalName) : null);
		if (required) setAsked({ draft, url: preview.url, required });
		else send(draft, { kind: "none" });
	};
	const confirm = (confirmation: Confirmation) => {
		setAsked(null);
		if (asked) send(asked.draft, confirmation);
	};
	return { asked, request, requestAgain, confirm, cancel: () => setAsked(null) };
}

const again = (portal: string): Question => ({
	reason: "again",
	step: "one_step",
	act: `Send again to ${portal}`,
	sentence: "This call changes something. It was sent before, and what it does would be done once more.",
});
