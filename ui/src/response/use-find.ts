import { useEffect, useRef, useState } from "react";
import type { BodyPart, FoundInBody } from "../host/bindings";
import { toCommandError } from "../host/errors";
import { cancelFindInBody, findInBody } from "../host/mutations";
import { useDebounced } from "../lib/debounced";

/** What was found, with the words that it was found by. */
export type Found = FoundInBody & { text: string; nth: number };
export type Find = ReturnType<typeof useFind>;

/** Looks for words in the body; the host has the body, and answers with one place at a time. */
export function useFind(responseId: string, part: BodyPart) {
	const [isOpen, setOpen] = useState(false);
	const [text, setText] = useState("");
	const [step, setStep] = useState(0);
	const [found, setFound] = useState<Found | null>(null);
	const [failure, setFailure] = useState<string | null>(null);
	const settled = useDebounced(text, 150);
	// A search ends the one before it. Only when none follows is it cancelled.
	const isUnderWay = useRef(false);
	const isWanted = isOpen && settled !== "";
	useEffect(() => {
		if (!isWanted) return;
		return () => {
			if (isUnderWay.current) void cancelFindInBody(responseId);
			isUnderWay.current = false;
		};
	}, [responseId, isWanted]);
	useEffect(() => {
		if (!isWanted) return setFound(null);
		let isLatest = true;
		const show = (answer: FoundInBody | null, failed: string | null) => {
			if (!isLatest) return;
			isUnderWay.current = false;
			setFound(answer && { ...answer, text: settled, nth: step });
			setFailure(failed);
		};
		isUnderWay.current = true;
		findInBody(responseId, part, settled, step).then(
			(answer) => show(answer, null),
			(error) => show(null, toCommandError(error).message),
		);
		return () => {
			isLatest = false;
		};
	}, [responseId, part, settled, step, isWanted]);
	const move = (by: 1 | -1) => {
		const count = found?.count ?? 0;
		if (count > 0) setStep((at) => (at + by + count) % count);
	};
	return {
		isOpen,
		open: () => setOpen(true),
		close: () => setOpen(false),
		text,
		setText: (next: string) => {
			setText(next);
			setStep(0);
		},
		move,
		found: isOpen ? found : null,
		failure,
		isBehind: text !== settled,
	};
}
