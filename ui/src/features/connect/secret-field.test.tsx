import { createEvent, fireEvent, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test } from "vitest";
import { SecretField } from "../../domain/secret-field";
import type { StagedSecret } from "../../host/bindings";
import { secretSource } from "../../host/secret-source";
import { fail, fakeHost } from "../../host/testing/fake-host";
import { draw } from "../../host/testing/render";

const staged: StagedSecret = {
	id: "h1",
	format: "client_secret",
	length: 36,
	description: "A client secret by its form.",
	removed: "",
	warning: "",
	guidance: "",
};

function Field() {
	const [value, setValue] = useState<StagedSecret | null>(null);
	return (
		<SecretField
			label="Client secret"
			help=""
			source={secretSource}
			fits={["client_secret", "unknown"]}
			value={value}
			onChange={setValue}
		/>
	);
}

test("a paste is stopped and its data is never looked at", async () => {
	const host = fakeHost({ stage_secret_from_clipboard: () => staged });
	draw(<Field />);
	const target = screen.getByRole("textbox", { name: "Client secret: paste here" });
	const paste = createEvent.paste(target);
	let looked = false;
	Object.defineProperty(paste, "clipboardData", {
		get: () => {
			looked = true;
			return null;
		},
	});
	fireEvent(target, paste);
	await screen.findByText("A client secret by its form.");
	expect(paste.defaultPrevented).toBe(true);
	expect(looked).toBe(false);
	expect(host.callsOf("stage_secret_from_clipboard")).toHaveLength(1);
	host.expectNoStrays();
});

test("Ctrl V asks the host even where the page gets no paste event", async () => {
	const host = fakeHost({ stage_secret_from_clipboard: () => staged });
	draw(<Field />);
	const target = screen.getByRole("textbox", { name: "Client secret: paste here" });
	const wentOn = fireEvent.keyDown(target, { key: "v", ctrlKey: true });
	await screen.findByText("36 characters");
	expect(wentOn).toBe(false);
	host.expectNoStrays();
});

test("what is typed into the paste target stays out of it", async () => {
	fakeHost({});
	const { user } = draw(<Field />);
	const target = screen.getByRole("textbox", { name: "Client secret: paste here" });
	await user.type(target, "abc");
	expect(target).toHaveProperty("value", "");
	expect(target.getAttribute("placeholder")).toContain("Enter by hand");
});

test("a typed secret is handed over and the input emptied at once", async () => {
	let field: HTMLInputElement | undefined;
	let valueWhenHandedOver: string | undefined;
	const host = fakeHost({
		stage_typed_secret: () => {
			valueWhenHandedOver = field?.value;
			return new Promise((settle) => setTimeout(() => settle(staged), 20));
		},
	});
	const { user } = draw(<Field />);
	await user.click(screen.getByRole("button", { name: "Enter by hand" }));
	field = screen.getByLabelText<HTMLInputElement>("Client secret: type it");
	expect(field.type).toBe("password");
	await user.type(field, "not-a-real-secret{Enter}");
	expect(field.value).toBe("");
	await screen.findByText("A client secret by its form.");
	expect(host.callsOf("stage_typed_secret")).toEqual([{ secret: "not-a-real-secret" }]);
	expect(valueWhenHandedOver).toBeDefined();
	expect(document.body.innerHTML).not.toContain("not-a-real-secret");
});

test("Replace drops the staged secret and asks again", async () => {
	const host = fakeHost({ stage_secret_from_clipboard: () => staged, discard_staged_secret: () => null });
	const { user } = draw(<Field />);
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await user.click(await screen.findByRole("button", { name: "Replace Client secret" }));
	await screen.findByRole("textbox", { name: "Client secret: paste here" });
	expect(host.callsOf("discard_staged_secret")).toEqual([{ id: "h1" }]);
});

test("an empty clipboard is said at the field", async () => {
	fakeHost({
		stage_secret_from_clipboard: () => fail("clipboard_empty", "The clipboard is empty.", "Copy it first."),
	});
	const { user } = draw(<Field />);
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await screen.findByText("The clipboard is empty. Copy it first.");
});

test("a warning about the kind of secret is shown beside it", async () => {
	fakeHost({ stage_secret_from_clipboard: () => ({ ...staged, warning: "This is a personal access key." }) });
	const { user } = draw(<Field />);
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await screen.findByText("This is a personal access key.");
});

test("what was taken away is said, and another credential is told where it belongs", async () => {
	const pasted: StagedSecret = {
		...staged,
		format: "static_token",
		description: "A service key or private-app token of data centre eu1.",
		removed: "Removed: the word Bearer.",
		guidance: "It opens one portal and needs no app.",
	};
	fakeHost({ stage_secret_from_clipboard: () => pasted });
	const { user } = draw(<Field />);
	await user.click(screen.getByRole("button", { name: "Paste from clipboard" }));
	await screen.findByText("Removed: the word Bearer.");
	screen.getByText("This is another credential than the one asked for here.");
	screen.getByText("It opens one portal and needs no app.");
});
