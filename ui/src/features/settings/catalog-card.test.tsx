import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { demoAnswers } from "../../host/testing/demo-answers";
import { fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { initialState } from "../../host/testing/samples";
import { CatalogCard } from "./catalog-card";

test("an update is shown before it is taken, and undone", async () => {
	const host = fakeHost(demoAnswers(initialState()));
	const { user } = draw(<CatalogCard />);
	await screen.findByText("2,164 endpoints, as of 21 August 2026.");
	await user.click(screen.getByRole("button", { name: "Import files…" }));
	await screen.findByText("2 files read: 1 new, 1 changed, 0 gone.");
	await screen.findByText("List teapots");
	await user.click(screen.getByRole("tab", { name: "Files refused (1)" }));
	await screen.findByText("holiday.json");
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Take it" }));
	await screen.findByText(/with 1 update of your own/);
	expect(host.callsOf("take_update")).toEqual([{ id: "u1" }]);
	await user.click(screen.getByRole("button", { name: "Undo the last update" }));
	await screen.findByText("2,164 endpoints, as of 21 August 2026.");
});

test("fetching that fails says why, and leaves everything as it is", async () => {
	fakeHost(demoAnswers(initialState()));
	const { user } = draw(<CatalogCard />);
	await user.click(await screen.findByRole("button", { name: "Fetch from HubSpot" }));
	within(await screen.findByRole("alert")).getByText("The server cannot be reached.");
	screen.getByText("2,164 endpoints, as of 21 August 2026.");
});

test("a stored update that cannot be read is named with the way out", async () => {
	fakeHost({
		...demoAnswers(initialState()),
		catalog_state: () => ({
			date: "2026-08-21",
			operations: 2164,
			bundledDate: "2026-08-21",
			updates: 1,
			error: { code: "update_unreadable", message: "A stored update cannot be read.", hint: "Remove it." },
		}),
	});
	draw(<CatalogCard />);
	await screen.findByText("A stored update cannot be read.");
	screen.getByRole("button", { name: "Remove all updates" });
});

test("an import that takes long can be cancelled", async () => {
	let refuse: (error: unknown) => void = () => {};
	const host = fakeHost({
		...demoAnswers(initialState()),
		import_catalog_folder: () => new Promise((_, reject) => (refuse = reject)),
		cancel_catalog_update: () => refuse({ code: "cancelled", message: "You stopped it.", hint: "" }),
	});
	const { user } = draw(<CatalogCard />);
	await user.click(await screen.findByRole("button", { name: "Import a folder…" }));
	await screen.findByText("Reading the files");
	await user.click(screen.getByRole("button", { name: "Cancel" }));
	await waitFor(() => expect(screen.queryByText("Reading the files")).toBeNull());
	expect(host.callsOf("cancel_catalog_update")).toHaveLength(1);
	expect(screen.queryByRole("alert")).toBeNull();
});
