import { useEffect, useRef } from "react";

const typing = "input, textarea, select, [contenteditable]";
const layers = '[role="dialog"], [role="menu"], [role="alertdialog"]:not([aria-modal="false"])';

/** `/` does this wherever it is not typed. */
export function useSlash(act: () => void) {
	const latest = useRef(act);
	latest.current = act;
	useEffect(() => {
		const key = (event: KeyboardEvent) => {
			if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented)
				return;
			const target = event.composedPath()[0];
			if (target instanceof Element && target.closest(typing)) return;
			if (document.querySelector(layers)) return;
			latest.current();
			event.preventDefault();
		};
		window.addEventListener("keydown", key);
		return () => window.removeEventListener("keydown", key);
	}, []);
}
