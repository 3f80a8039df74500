import { type RefObject, useEffect, useState } from "react";

/**
 * Shows why a call cannot be sent, each time that somebody tries: `times` counts, so that the reason flashes and fields
 * that nobody visited are marked too; the focus goes to what is in the way. `hindrance`: what it is; once that is another,
 * or gone, nothing was tried yet.
 */
export function useHindrance(frame: RefObject<HTMLElement | null>, hindrance: string) {
	const [shown, setShown] = useState({ hindrance, times: 0 });
	const times = shown.hindrance === hindrance ? shown.times : 0;
	useEffect(() => {
		if (times > 0) focusHindrance(frame.current);
	}, [times, frame]);
	return { times, show: () => setShown({ hindrance, times: times + 1 }) };
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
