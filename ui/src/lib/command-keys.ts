import { useEffect, useRef } from "react";

// React Aria's messages are alert dialogs too, but not modal: they hold up nothing.
const dialogs = '[role="dialog"], [role="alertdialog"]:not([aria-modal="false"])';

/**
 * Keys pressed with Ctrl or ⌘. Listens before the editor does, which has its own meaning for some of them; a dialog
 * above keeps them to itself. An act that answers `false` leaves the key to others.
 */
export function useCommandKeys(acts: Record<string, () => unknown>) {
	const latest = useRef(acts);
	latest.current = acts;
	useEffect(() => {
		const key = (event: KeyboardEvent) => {
			if (!(event.ctrlKey || event.metaKey) || document.querySelector(dialogs)) return;
			const act = latest.current[event.key.toLowerCase()];
			if (!act || act() === false) return;
			event.preventDefault();
			event.stopPropagation();
		};
		window.addEventListener("keydown", key, true);
		return () => window.removeEventListener("keydown", key, true);
	}, []);
}
