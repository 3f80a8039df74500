import { bench } from "vitest";
import { manyConnections } from "../../host/testing/samples";
import { arrange, typeAhead } from "./arrange";

// Key strokes over 1,000 portals; the floor is copying and sorting their names and nothing else.
const many = manyConnections(1000);
const rows = arrange(many, "", "none", "name");

bench("floor: 1,000 names sorted", () => {
	many.map(({ identity }) => identity.portalName).sort();
});
bench("sort by name", () => {
	arrange(many, "", "none", "name");
});
bench("sort by time left, group by environment", () => {
	arrange(many, "", "environment", "left");
});
bench("search, two words", () => {
	arrange(many, "retail 26", "none", "name");
});
bench("type ahead to the last", () => {
	typeAhead(rows, 0, "vandelay sales 9");
});
