import { type RefObject, useEffect, useState } from "react";

/**
 * Shows why a call cannot be sent, each time that somebody tries: `times` counts, so that the reason flashes and fields
 * that nobody visited are marked too; the focus goes to what is in the way.
 */
export function useHindrance(frame: RefObject<HTMLElement | null>, draftId: string) {
	const [shown, setShown] = useState({ draftId, times: 0 });
	const times = shown.draftId === draftId ? shown.times : 0;
	useEffect(() => {
		if (times > 0) focusHindrance(frame.current);
	}, [times, frame]);
	return { times, show: () => setShown({ draftId, times: times + 1 }) };
}

/** The event by which the body's editor goes to its first fault, which it holds in a shadow root. */
export const goToFault = "gotofault";

function focusHindrance(frame: HTMLElement | null) {
	const wrong = frame?.querySelector<HTMLElement>(
		'[aria-invalid="true"], [data-fault="true"], [data-way-out] button',
	);
	if (!wrong) return;
	if (wrong.dataset.fault) wrong.dispatchEvent(new Event(goToFault));
	else wrong.focus();
}
