import { useState } from "react";
import type { ChangeDraft } from "../../../domain/request-draft";
import type { RequestDraft } from "../../../host/bindings";
import { showToast } from "../../../ui/toast";
import { addProperty } from "./add-property";

/** A place in the body where the editor is to put its caret, once for each object. */
export type CaretWish = { at: number };

/** Adds a property that HubSpot misses to the body, and has its value typed there. */
export function useAddProperty(draft: RequestDraft, change: ChangeDraft) {
	const [caret, setCaret] = useState<CaretWish | null>(null);
	const add = (name: string) => {
		const isRecord = /^\/crm\/(v3\/objects|objects\/[^/]+)\//.test(draft.path);
		const added = addProperty(draft.body, name, isRecord);
		if (added === null) {
			return showToast("info", `${name} was not added.`, "The body has it already, or is no valid JSON.");
		}
		change({ body: added.text });
		setCaret({ at: added.caret });
	};
	return { caret, add };
}
