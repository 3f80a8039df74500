import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fail, fakeHost, never } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { connection, storageReport } from "../../host/testing/samples";
import { StoragePage } from "./storage-page";
import { reportText } from "./stored-words";

const report = () => storageReport();

test("loading is said, without a shape that shimmers", async () => {
	fakeHost({ storage_report: never });
	draw(<StoragePage />);
	screen.getByText("Looking at the data folder and the keyring");
	expect(await seriousFindings()).toEqual([]);
});

test("error: a disk that refuses is said, with the way on", async () => {
	const host = fakeHost({ storage_report: () => fail("storage_failed", "The disk refused.") });
	const { user } = draw(<StoragePage />);
	await screen.findByText("The disk refused.");
	host.answer({ storage_report: report });
	await user.click(screen.getByRole("button", { name: "Try again" }));
	await screen.findByRole("region", { name: "What is stored where" });
	expect(await seriousFindings()).toEqual([]);
});

test("data: each place with its size, each owner with its secrets, what is wrong first", async () => {
	fakeHost({ storage_report: report });
	draw(<StoragePage />);
	const places = within(await screen.findByRole("region", { name: "What is stored where" }));
	places.getByText("/home/dana/.local/share/dev.portalscope.app/portalscope.db");
	places.getByText("1 OAuth app, 3 connections, 4 settings");
	const owners = within(screen.getByRole("list", { name: "Secrets by owner" }));
	owners.getByText("access token, 2.5 kB in 4 entries");
	owners.getByText(/Its secret is gone: something else removed it/);
	screen.getByText("1 entry is in the keyring that nothing uses.");
	expect(await seriousFindings()).toEqual([]);
});

test("empty, and a keyring that cannot list or does not answer, are said so", async () => {
	const host = fakeHost({ storage_report: () => storageReport({ owners: [], listing: "only_known" }) });
	const { redraw } = draw(<StoragePage key="a" />);
	await screen.findByText(/No secret is stored/);
	screen.getByText(/cannot list its entries/);
	const keyringError = {
		code: "keyring_denied" as const,
		message: "It did not let Portalscope in.",
		hint: "",
	};
	host.answer({ storage_report: () => storageReport({ owners: [], listing: "failed", keyringError }) });
	redraw(<StoragePage key="b" />);
	await screen.findByText("It did not let Portalscope in.");
});

test("deleting an owner's secrets says what that means first", async () => {
	const host = fakeHost({ storage_report: report, delete_stored: () => storageReport({ owners: [] }) });
	const { user } = draw(<StoragePage />);
	await user.click(
		await screen.findByRole("button", { name: "Delete the secrets of Acme Europe (26041877)" }),
	);
	const dialog = within(await screen.findByRole("alertdialog"));
	dialog.getByText(/stays in the list but no longer works until you re-authorize it/);
	await user.click(dialog.getByRole("button", { name: "Delete" }));
	await screen.findByText(/No secret is stored/);
	expect(host.callsOf("delete_stored")).toEqual([
		{
			target: {
				kind: "secrets",
				owner: { kind: "connection", environment: "hubspot", id: "c1" },
				place: "keyring",
			},
		},
	]);
});

test("updates of the catalog are listed separately, with the effect of deleting them", async () => {
	const host = fakeHost({ storage_report: report, delete_stored: report });
	const { user } = draw(<StoragePage />);
	await user.click(await screen.findByRole("button", { name: "Delete: Updates of the catalogue" }));
	const dialog = within(await screen.findByRole("alertdialog"));
	dialog.getByText(/judged by the catalogue that came with Portalscope/);
	await user.click(dialog.getByRole("button", { name: "Delete" }));
	await waitFor(() =>
		expect(host.callsOf("delete_stored")).toEqual([{ target: { kind: "catalog_updates" } }]),
	);
});

test("everything is typed, not clicked", async () => {
	const host = fakeHost({ storage_report: report, delete_stored: () => storageReport({ owners: [] }) });
	const { user } = draw(<StoragePage />);
	await user.click(await screen.findByRole("button", { name: "Delete everything…" }));
	const dialog = within(await screen.findByRole("alertdialog", { name: "Delete everything" }));
	const press = dialog.getByRole("button", { name: "Delete" });
	await user.click(press);
	dialog.getByText("These are other words than delete everything. Nothing was deleted.");
	await user.type(dialog.getByRole("textbox"), "delete everything");
	expect(await seriousFindings()).toEqual([]);
	await user.click(press);
	await waitFor(() =>
		expect(host.callsOf("delete_stored")).toEqual([
			{ target: { kind: "everything", typed: "delete everything" } },
		]),
	);
});

test("what is in memory can be moved, and a record without its secret removed", async () => {
	const host = fakeHost({
		storage_report: report,
		move_to_keyring: () => connection(),
		disconnect: () => ({ secretsRemoved: 0, revoked: "not_asked", message: "" }),
	});
	const { user } = draw(<StoragePage />);
	await user.click(
		await screen.findByRole("button", { name: "Move Acme sandbox (48220319) to the keyring" }),
	);
	await user.click(screen.getByRole("button", { name: "Remove the connection Northwind (9915002)" }));
	expect(host.callsOf("move_to_keyring")).toEqual([{ id: "c2" }]);
	await waitFor(() =>
		expect(host.callsOf("disconnect")).toEqual([{ id: "c3", revoke: false, itsHistory: "keep" }]),
	);
});

test("the copied text has every owner and size", () => {
	const text = reportText(report());
	expect(text).toContain("Data file | /home/dana/.local/share/dev.portalscope.app/portalscope.db | 61.4 kB");
	expect(text).toContain(
		"Secret Service keyring | connection | 0199-lost | hubspot | No record | refresh token, 36 B",
	);
	expect(text).toContain("memory | connection | Acme sandbox (48220319)");
});

test("a thousand owners are shown in parts", async () => {
	const owner = storageReport().owners[2];
	const owners = Array.from({ length: 1000 }, (_, at) => ({
		...owner,
		owner: { kind: "connection" as const, environment: "hubspot", id: `m${at}` },
		name: `Portal ${at}`,
	}));
	fakeHost({
		storage_report: () => storageReport({ owners: owners as ReturnType<typeof storageReport>["owners"] }),
	});
	const { user } = draw(<StoragePage />);
	await screen.findByRole("button", { name: "Show more (950)" });
	await user.type(screen.getByRole("searchbox"), "portal 999");
	await screen.findByText("Portal 999");
	expect(screen.queryByText("Portal 1")).toBeNull();
});
