import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { RequestProblem } from "../../../host/bindings";
import { fakeHost } from "../../../host/testing/fake-host";
import { draw, seriousFindings } from "../../../host/testing/render";
import { JsonEditor } from "./json-editor";

const problem: RequestProblem = {
	at: "body",
	name: null,
	message: "The body is not valid JSON: expected value (line 1, column 7).",
	offset: 6,
	line: 1,
	column: 7,
};

function begin(first: string, problems: RequestProblem[] = []) {
	fakeHost({});
	const changed = vi.fn();
	const Body = () => {
		const [text, setText] = useState(first);
		const change = (next: string) => {
			changed(next);
			setText(next);
		};
		return <JsonEditor text={text} onChange={change} problems={problems} wish={null} />;
	};
	return { changed, ...draw(<Body />) };
}

/** The field within the editor's shadow root, where no query of the document looks. */
async function content() {
	const host = await screen.findByTestId("json-editor");
	const found = host.shadowRoot?.querySelector<HTMLElement>(".cm-content");
	if (!found) throw new Error("the editor has no content");
	return found;
}

// First in this file: the editor's chunk is loaded once.
test("what is written while the editor loads stays, and so does the focus", async () => {
	const { changed } = begin("{}");
	const plain = screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Request body (JSON)" });
	expect(await seriousFindings()).toEqual([]);
	plain.focus();
	fireEvent.change(plain, { target: { value: '{"a":1}' } });
	plain.setSelectionRange(5, 6);
	expect(changed).toHaveBeenCalledWith('{"a":1}');
	const editor = await content();
	expect(editor.textContent).toBe('{"a":1}');
	expect(document.activeElement).toBe(screen.getByTestId("json-editor"));
	expect(screen.queryByRole("textbox")).toBeNull();
});

test("keys, texts and other values of the body have colors of their own", async () => {
	begin('{"a":"b","c":null}');
	const editor = await content();
	const classOf = (text: string) =>
		[...editor.querySelectorAll("span")].find((span) => span.textContent === text)?.className;
	await waitFor(() => expect(classOf('"a"')).toBeTruthy());
	expect(classOf('"c"')).toBe(classOf('"a"'));
	expect(new Set([classOf('"a"'), classOf('"b"'), classOf("null")]).size).toBe(3);
});

test("a fault is marked at its place, told to screen readers, and F8 goes there", async () => {
	begin('{"a": ]', [problem]);
	const editor = await content();
	expect(editor.getAttribute("aria-label")).toBe("Request body (JSON)");
	await waitFor(() => expect(editor.querySelector(".cm-lintRange-error")?.textContent).toBe("]"));
	expect(editor.getAttribute("aria-invalid")).toBe("true");
	fireEvent.keyDown(editor, { key: "F8", keyCode: 119 });
	const root = screen.getByTestId("json-editor").shadowRoot;
	await waitFor(() => expect(root?.querySelector(".cm-tooltip-lint")?.textContent).toBe(problem.message));
});

test("Tab is the window's: it leaves the editor", async () => {
	begin("{}");
	const editor = await content();
	expect(fireEvent.keyDown(editor, { key: "Tab", keyCode: 9 })).toBe(true);
	expect(editor.textContent).toBe("{}");
});
