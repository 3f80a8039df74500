import { fireEvent, screen } from "@testing-library/react";
import type { InitialState } from "../host/bindings";
import { demoAnswers } from "../host/testing/demo-answers";
import { type Answers, fakeHost } from "../host/testing/fake-host";
import { draw } from "../host/testing/render";
import { connection, initialState, named } from "../host/testing/samples";
import { App } from "./app";

export const two = () => [connection(), named("c2", "Northwind", "9915002")];

/** Starts the window; load the views first, so that none comes late. */
export function begin(part: Partial<InitialState> = {}, more: Answers = {}) {
	const host = fakeHost({ ...demoAnswers(initialState(part)), ...more });
	return { host, ...draw(<App />) };
}

export const page = (name: string) => screen.findByRole("heading", { name, level: 1 });
export const openTab = () =>
	document.querySelector('[aria-label^="Views of"] [aria-selected="true"]')?.textContent;
export const focused = () => document.activeElement;
export const press = (key: string, part = {}) =>
	fireEvent.keyDown(focused() ?? document.body, { key, ...part });
export const back = () => press("ArrowLeft", { altKey: true });
export const forward = () => press("ArrowRight", { altKey: true });
export const toTab = (digit: number) => press(String(digit), { ctrlKey: true });
