import { createEvent, fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { fakeHost } from "../host/testing/fake-host";
import { pasteEvent } from "../host/testing/paste-event";
import { draw } from "../host/testing/render";
import { TextField } from "../ui/text-field";
import { ToastRegion } from "../ui/toast-region";
import { usePasteGuard } from "./use-paste-guard";

function Window() {
	usePasteGuard();
	const [text, setText] = useState("ab");
	return (
		<>
			<TextField label="Name" value={text} onChange={setText} />
			<output>{text}</output>
			<ToastRegion />
		</>
	);
}

test("a paste into any field comes from the host, in the place of what is selected", async () => {
	const host = fakeHost({ paste_text: () => ({ text: "«secret»", isRedacted: true }) });
	draw(<Window />);
	const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Name" });
	field.focus();
	field.setSelectionRange(1, 2);
	const paste = pasteEvent(field);
	fireEvent(field, paste.event);
	await waitFor(() => expect(screen.getByText("a«secret»").tagName).toBe("OUTPUT"));
	await screen.findByText("A secret in the pasted text was replaced by its label.");
	expect([paste.event.defaultPrevented, paste.wasRead()]).toEqual([true, false]);
	expect(host.callsOf("paste_text")).toEqual([{ source: "clipboard" }]);
});

test("the middle button pastes the primary selection", async () => {
	const host = fakeHost({ paste_text: () => ({ text: "x", isRedacted: false }) });
	draw(<Window />);
	const field = screen.getByRole("textbox", { name: "Name" });
	fireEvent.mouseDown(field, { button: 1 });
	fireEvent(field, pasteEvent(field).event);
	fireEvent.keyDown(field, { key: "v", ctrlKey: true });
	fireEvent(field, pasteEvent(field).event);
	await waitFor(() =>
		expect(host.callsOf("paste_text")).toEqual([{ source: "selection" }, { source: "clipboard" }]),
	);
});

test("dropped text is refused, and says what to do instead", async () => {
	fakeHost({});
	draw(<Window />);
	const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Name" });
	const drop = createEvent.drop(field);
	Object.defineProperty(drop, "dataTransfer", {
		value: {
			types: ["text/plain"],
			getData: () => expect.unreachable("the page looked at what was dropped"),
		},
	});
	expect(fireEvent(field, drop)).toBe(false);
	await screen.findByText("Text cannot be dropped here.");
	expect(field.value).toBe("ab");
});
