import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Confirmation, RequestDraft, RequiredConfirmation } from "../../../host/bindings";
import { previewRequest } from "../../../host/queries/verdicts";
import type { Send } from "./use-send";

/** A request that waits for its confirmation, as it will be sent. */
export type Asked = { draft: RequestDraft; url: string; required: RequiredConfirmation };

/** Sends a draft, or asks first where the host wants it confirmed. */
export function useConfirmedSend(connectionId: string, send: Send) {
	const client = useQueryClient();
	const [asked, setAsked] = useState<Asked | null>(null);
	const deciding = useRef(false);
	const request = async (draft: RequestDraft) => {
		if (deciding.current || asked) return;
		deciding.current = true;
		// The preview on the screen may be that of a moment ago; what is asked for is exactly this draft.
		const preview = await client.fetchQuery(previewRequest(connectionId, draft)).catch(() => null);
		deciding.current = false;
		const required = preview?.problems.length === 0 ? preview.confirmation : null;
		if (preview && required) setAsked({ draft, url: preview.url, required });
		else send(draft, { kind: "none" });
	};
	const confirm = (confirmation: Confirmation) => {
		setAsked(null);
		if (asked) send(asked.draft, confirmation);
	};
	return { asked, request, confirm, cancel: () => setAsked(null) };
}
