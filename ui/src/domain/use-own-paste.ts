import { type RefObject, useEffect, useRef } from "react";

/**
 * Stops a paste before its data is looked at, and tells of it. A native listener on purpose: React's own paste event
 * reads `clipboardData` when it is made. The field carries `data-own-paste`, so that no other handler processes it.
 */
export function useOwnPaste(input: RefObject<HTMLElement | null>, onPaste: () => void) {
	const act = useRef(onPaste);
	act.current = onPaste;
	useEffect(() => {
		const field = input.current;
		const paste = (event: Event) => {
			event.preventDefault();
			act.current();
		};
		field?.addEventListener("paste", paste);
		return () => field?.removeEventListener("paste", paste);
	}, [input]);
}
