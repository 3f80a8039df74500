import { useState } from "react";
import { changeReport } from "../../host/mutations";
import type { Report } from "./use-report";

/** Which calls are to be left out; the report follows when it is made anew. */
export function useLeavingOut(report: Report) {
	const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
	const [made, setMade] = useState<ReadonlySet<string>>(left);
	const isPending = left.size !== made.size || [...left].some((id) => !made.has(id));
	const { preview } = report;
	return {
		isOut: (id: string) => left.has(id),
		/** The report is not yet as it was chosen. */
		isPending,
		toggle: (id: string) => {
			const next = new Set(left);
			if (!next.delete(id)) next.add(id);
			setLeft(next);
		},
		apply: () => {
			if (preview === null) return;
			const change = { leftOut: [...left], personalData: null, forgetMasks: false };
			report.make(async (progress) => {
				const changed = await changeReport(preview.id, change, progress);
				setMade(left);
				return changed;
			});
		},
		undo: () => setLeft(made),
		reset: () => {
			setLeft(new Set());
			setMade(new Set());
		},
	};
}

export type LeavingOut = ReturnType<typeof useLeavingOut>;
