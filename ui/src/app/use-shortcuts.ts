import { useEffect } from "react";
import { flushSync } from "react-dom";
import type { Platform } from "../host/bindings";
import { type OpenedTab, type Tab, tabs } from "../navigation/history";
import { back, currentPlace, forward, navigate, navigation, openDialog } from "../navigation/navigation";
import { focusOpenTab } from "./use-focus";

/** The keys that work everywhere in the window, and the mouse's buttons for back and forward. */
export function useShortcuts(platform: Platform) {
	useEffect(() => {
		const step = (event: KeyboardEvent) => pressHistoryKey(event, platform);
		// Before the palette's list, which takes every arrow.
		window.addEventListener("keydown", step, true);
		window.addEventListener("keydown", press);
		window.addEventListener("keydown", changePane, true);
		return () => {
			window.removeEventListener("keydown", step, true);
			window.removeEventListener("keydown", press);
			window.removeEventListener("keydown", changePane, true);
		};
	}, [platform]);
	useEffect(() => {
		const events = ["mousedown", "mouseup", "auxclick"] as const;
		for (const name of events) window.addEventListener(name, pressSideButton, true);
		return () => {
			for (const name of events) window.removeEventListener(name, pressSideButton, true);
		};
	}, []);
}

function press(event: KeyboardEvent) {
	if (event.defaultPrevented) return;
	const isCommand = event.ctrlKey || event.metaKey;
	const tab = tabs[Number(event.key) - 1];
	if (isCommand && event.key.toLowerCase() === "k") openDialog({ kind: "palette" });
	else if (isCommand && tab) openTab(tab.id);
	else if (event.key === "?" && !isTyping(event)) openDialog({ kind: "shortcuts" });
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

function openTab(tab: Tab) {
	const place = currentPlace();
	if (place.kind === "portal") flushSync(() => navigate({ ...place, tab }));
	else if (place.kind === "opened" && isOpenedTab(tab)) flushSync(() => navigate({ ...place, tab }));
	else return;
	focusOpenTab();
}

const isOpenedTab = (tab: Tab): tab is OpenedTab =>
	tab === "overview" || tab === "scopes" || tab === "history";

/** The keys for back and forward as they are written on the system's keyboards. */
export function historyKeys(platform: Platform) {
	return platform === "macos" ? { back: "⌘ [", forward: "⌘ ]" } : { back: "Alt ←", forward: "Alt →" };
}

type Step = typeof back | typeof forward;

/** Alt and an arrow; on macOS ⌘ and a bracket too, since Option and an arrow moves by words there while one types. */
function stepOf(event: KeyboardEvent, platform: Platform): Step | null {
	const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
	if (ctrlKey || shiftKey) return null;
	if (platform === "macos" && metaKey && !altKey) return { "[": back, "]": forward }[key] ?? null;
	if (!altKey || metaKey || (platform === "macos" && isTyping(event))) return null;
	return { ArrowLeft: back, ArrowRight: forward }[key] ?? null;
}

function pressHistoryKey(event: KeyboardEvent, platform: Platform) {
	const step = stepOf(event, platform);
	if (!step) return;
	event.preventDefault();
	event.stopPropagation();
	moveAlong(step);
}

// The webview has a history of its own, with one page in it.
function pressSideButton(event: MouseEvent) {
	const step = { 3: back, 4: forward }[event.button];
	if (!step) return;
	event.preventDefault();
	if (event.type === "mouseup") moveAlong(step);
}

/** A dialog of a view, which has the focus, keeps the place it asks about; one of the navigation is closed by going back. */
function moveAlong(step: Step) {
	const isAsked = document.activeElement?.closest(
		'[role="dialog"], [role="alertdialog"]:not([aria-modal="false"])',
	);
	if (!isAsked || navigation().dialog !== null) step();
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
