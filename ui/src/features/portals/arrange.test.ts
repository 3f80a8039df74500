import { expect, test } from "vitest";
import { connection, inSeconds, manyConnections, named } from "../../host/testing/samples";
import { arrange, neighbour, type Row, typeAhead } from "./arrange";

const names = (rows: Row[]) =>
	rows.map((row) =>
		row.kind === "group" ? `# ${row.title} ${row.count}` : row.connection.identity.portalName,
	);
const token = connection().token;
const some = [
	named("a", "Portal 10", "300", {
		token: token && { ...token, expiresAt: inSeconds(900) },
		lastUsedAt: inSeconds(-7200),
	}),
	named("b", "Portal 9", "20", {
		environment: "sandbox",
		token: null,
		clientId: null,
		lastUsedAt: inSeconds(-60),
	}),
	named("c", "acme", "1000", { token: token && { ...token, expiresAt: inSeconds(60) } }),
];

test("sorts by name as people count, by id, by the time left and by the last use", () => {
	expect(names(arrange(some, "", "none", "name"))).toEqual(["acme", "Portal 9", "Portal 10"]);
	expect(names(arrange(some, "", "none", "hub"))).toEqual(["Portal 9", "Portal 10", "acme"]);
	expect(names(arrange(some, "", "none", "left"))).toEqual(["acme", "Portal 10", "Portal 9"]);
	expect(names(arrange(some, "", "none", "used"))).toEqual(["Portal 9", "Portal 10", "acme"]);
});

test("within one second, too, the order is that of time", () => {
	const second = inSeconds(-60).slice(0, -".000Z".length);
	const instants = [`${second}Z`, `${second}.5Z`, `${second}.625Z`];
	const used = instants.map((lastUsedAt, at) => named(`${at}`, `Portal ${at}`, `${at}`, { lastUsedAt }));
	expect(names(arrange(used, "", "none", "used"))).toEqual(["Portal 2", "Portal 1", "Portal 0"]);
	const ending = instants.map((expiresAt, at) =>
		named(`${at}`, `Portal ${at}`, `${at}`, { token: token && { ...token, expiresAt } }),
	);
	expect(names(arrange(ending, "", "none", "left"))).toEqual(["Portal 0", "Portal 1", "Portal 2"]);
});

test("groups by environment, app and data centre, what has none last", () => {
	expect(names(arrange(some, "", "environment", "name"))).toEqual([
		"# Production 2",
		"acme",
		"Portal 10",
		"# Sandbox 1",
		"Portal 9",
	]);
	expect(names(arrange(some, "", "app", "name"))).toEqual([
		"# App 5f1c2d3e 2",
		"acme",
		"Portal 10",
		"# Without an app 1",
		"Portal 9",
	]);
	const apps = [{ clientId: "5f1c2d3e", name: "Reporting" }];
	expect(names(arrange(some, "", "app", "name", apps))[0]).toBe("# Reporting 2");
	expect(names(arrange(some, "", "centre", "name"))[0]).toBe("# EU (eu1) 3");
});

test("all words count, in name or id, and positions leave the headings out", () => {
	expect(names(arrange(some, "portal 300", "none", "name"))).toEqual(["Portal 10"]);
	expect(arrange(some, "nothing", "environment", "name")).toEqual([]);
	const positions = arrange(some, "", "environment", "name").flatMap((row) =>
		row.kind === "portal" ? [row.position] : [],
	);
	expect(positions).toEqual([1, 2, 3]);
});

test("typing goes on to the next that begins so, round the end, and stays while it still fits", () => {
	const rows = arrange(some, "", "none", "name");
	expect(typeAhead(rows, 1, "p")).toBe(2);
	expect(typeAhead(rows, 2, "p")).toBe(1);
	expect(typeAhead(rows, 1, "portal 9")).toBe(1);
	expect(typeAhead(rows, 1, "x")).toBe(-1);
});

test("arrows pass over headings and stop at the ends", () => {
	const rows = arrange(some, "", "environment", "name");
	expect(neighbour(rows, 3, 1)).toBe(4);
	expect(neighbour(rows, 3, -1)).toBe(2);
	expect(neighbour(rows, 0, -1)).toBe(-1);
});

test("the order is the same whatever order the portals come in", () => {
	const many = manyConnections(300);
	for (const sorting of ["name", "hub", "left", "used"] as const) {
		const there = names(arrange(many, "", "centre", sorting));
		expect(names(arrange([...many].reverse(), "", "centre", sorting))).toEqual(there);
	}
});
