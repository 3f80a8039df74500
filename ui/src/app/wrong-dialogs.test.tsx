import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeAll, expect, test } from "vitest";
import { type Answers, fail } from "../host/testing/fake-host";
import { connection, oauthApp } from "../host/testing/samples";
import { openDialog } from "../navigation/navigation";
import { begin, focused, page } from "./app-navigation.test-help";
import { loadViews } from "./views";

/*
 * Every dialog submitted wrong by the keyboard alone: what is wrong is said, and the focus is where it is put right.
 */

beforeAll(loadViews);

type User = ReturnType<typeof begin>["user"];
const refused = () => fail("storage_failed", "The disk is full.", "Free some space.");
const app = oauthApp();

/** Presses Enter on a button once the focus is on it. */
async function press(user: User, name: string) {
	const [dialog] = screen.queryAllByRole("alertdialog").concat(screen.queryAllByRole("dialog"));
	within(dialog as HTMLElement)
		.getByRole("button", { name })
		.focus();
	await user.keyboard("{Enter}");
}

// Letter by letter it would take a busy computer seconds.
const fill = (value: string) => fireEvent.change(focused() as Element, { target: { value } });

async function atField(name: RegExp, words: string | RegExp) {
	await screen.findByText(words);
	await waitFor(() => expect(focused()).toBe(screen.getByRole("textbox", { name })));
	expect(focused()?.getAttribute("aria-invalid")).toBe("true");
}

async function atError(words: string) {
	const error = await screen.findByText(words);
	await waitFor(() => expect(focused()?.contains(error)).toBe(true));
}

async function appDialog(more: Answers = {}) {
	const view = begin({ oauthApps: [app] }, more);
	await page("Acme Europe");
	await view.user.click(screen.getByRole("button", { name: "OAuth apps" }));
	return view;
}

test("unlocking: another Hub ID is answered at the field, also when nothing was typed", async () => {
	const { host, user } = begin();
	await page("Acme Europe");
	openDialog({ kind: "unlock", connection: "c1" });
	await screen.findByRole("dialog", { name: /^Unlock writing/ });
	await user.keyboard("{Enter}");
	await atField(/^Type the Hub ID/, /^This is not the Hub ID of Acme Europe/);
	await user.keyboard("26041878{Enter}");
	await atField(/^Type the Hub ID/, /^This is not the Hub ID of Acme Europe/);
	expect(host.callsOf("unlock_writing")).toEqual([]);
});

test("a name of one's own that is too long is answered at the field", async () => {
	const { host, user } = begin();
	await page("Acme Europe");
	openDialog({ kind: "label", connection: "c1" });
	await screen.findByRole("dialog", { name: /^Name and colour/ });
	fill("x".repeat(61));
	await user.keyboard("{Enter}");
	await atField(/^Name of your own/, "At most 60 letters fit.");
	expect(host.callsOf("set_connection_label")).toEqual([]);
});

test("an app: the first of several wrong fields has the focus, and what the host refuses is read at the top", async () => {
	const { user } = await appDialog({ save_oauth_app: refused });
	await user.click((await screen.findAllByRole("button", { name: "Add an app…" }))[0] as HTMLElement);
	await screen.findByRole("dialog", { name: "Add an OAuth app" });
	await press(user, "Save");
	await atField(/^Name$/, "Enter a name.");
	fill("x".repeat(81));
	await press(user, "Save");
	await atField(/^Name$/, "At most 80 letters fit.");
	fill("Sales");
	await user.keyboard("{Tab}abc");
	await press(user, "Save");
	await atError("The disk is full.");
});

test("what the host refuses is focused: disconnecting, deleting and importing apps, asking for consent again", async () => {
	const { user } = await appDialog({
		disconnect: refused,
		delete_oauth_app: refused,
		begin_reauthorization: refused,
	});
	openDialog({ kind: "disconnect", connection: "c1" });
	await screen.findByRole("alertdialog", { name: /^Disconnect/ });
	await press(user, "Disconnect");
	await atError("The disk is full.");
	await user.keyboard("{Escape}");
	openDialog({ kind: "reauthorize", connection: "c1", extraScopes: [] });
	await screen.findByRole("dialog", { name: /^Connect Acme Europe/ });
	await screen.findByRole("heading", { name: "Check before you go" });
	await press(user, "Continue in the browser");
	await atError("The disk is full.");
});

test("deleting everything: other words are answered at the field", async () => {
	const { host, user } = begin({ connections: [connection()] });
	await page("Acme Europe");
	await user.click(screen.getByRole("button", { name: "Settings" }));
	await user.click(await screen.findByRole("button", { name: "Delete everything…" }));
	await screen.findByRole("alertdialog", { name: "Delete everything" });
	await user.keyboard("delete{Enter}");
	await atField(/^Type delete everything/, /^These are other words/);
	expect(host.callsOf("delete_stored")).toEqual([]);
});
