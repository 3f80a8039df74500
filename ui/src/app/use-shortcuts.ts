import { useEffect, useRef } from "react";
import { type Tab, tabs } from "./place";

type Acts = { onPalette: () => void; onSheet: () => void; onTab: (tab: Tab) => void };

/** The keys that work everywhere in the window. */
export function useShortcuts(acts: Acts) {
	const latest = useRef(acts);
	latest.current = acts;
	useEffect(() => {
		const key = (event: KeyboardEvent) => press(event, latest.current);
		window.addEventListener("keydown", key);
		window.addEventListener("keydown", changePane, true);
		return () => {
			window.removeEventListener("keydown", key);
			window.removeEventListener("keydown", changePane, true);
		};
	}, []);
}

function press(event: KeyboardEvent, acts: Acts) {
	if (event.defaultPrevented) return;
	const isCommand = event.ctrlKey || event.metaKey;
	const tab = tabs[Number(event.key) - 1];
	if (isCommand && event.key.toLowerCase() === "k") acts.onPalette();
	else if (isCommand && tab) acts.onTab(tab.id);
	else if (event.key === "?" && !isTyping(event)) acts.onSheet();
	else return;
	event.preventDefault();
}

// Before React Aria's own F6, which knows only the messages: panes and messages are walked in one order.
function changePane(event: KeyboardEvent) {
	if (event.key !== "F6") return;
	event.preventDefault();
	event.stopPropagation();
	focusNextPane(event.shiftKey ? -1 : 1);
}

function isTyping(event: KeyboardEvent): boolean {
	const target = event.composedPath()[0];
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
	);
}

function focusNextPane(step: 1 | -1) {
	const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
		(pane) => getComputedStyle(pane).display !== "none" && !pane.closest("[inert], [aria-hidden=true]"),
	);
	const here = panes.findIndex((pane) => pane.contains(document.activeElement));
	const from = here === -1 && step === -1 ? 0 : here;
	panes[(from + step + panes.length) % panes.length]?.focus();
}
