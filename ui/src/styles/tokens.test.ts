import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const [css = "", moreContrast = ""] = readFileSync(
	join(process.cwd(), "src/styles/tokens.css"),
	"utf8",
).split("@media");
const [lightPart = "", darkPart = ""] = css.split("[data-theme=");
const [moreLight = "", moreDark = ""] = moreContrast.split("[data-theme=");
const colorsOf = (part: string) =>
	Object.fromEntries(
		[...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value ?? ""]),
	);

function luminance(hex: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5]
		.map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
		.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (high + 0.05) / (low + 0.05);
}

const themes = { light: colorsOf(lightPart), dark: colorsOf(darkPart) };
const grounds = ["bg", "surface", "raised"];

test.each(Object.entries(themes))("%s: text is readable on all three grounds", (_, colors) => {
	for (const ground of grounds) {
		for (const ink of ["text", "muted", "accent", "ok", "warn", "danger", "demo"]) {
			expect(contrast(colors[ink] ?? "", colors[ground] ?? ""), `${ink} on ${ground}`).toBeGreaterThanOrEqual(
				4.5,
			);
		}
		for (const label of ["cyan", "lime", "orange", "pink", "brown"]) {
			expect(
				contrast(colors[`label-${label}`] ?? "", colors[ground] ?? ""),
				`label ${label} on ${ground}`,
			).toBeGreaterThanOrEqual(3);
		}
		expect(
			contrast(colors.control ?? "", colors[ground] ?? ""),
			`control on ${ground}`,
		).toBeGreaterThanOrEqual(3);
	}
});

test.each(Object.entries(themes))("%s: states are readable on their own grounds", (_, colors) => {
	for (const state of ["ok", "warn", "danger", "demo", "accent"]) {
		const ground = colors[`${state}-bg`] ?? "";
		for (const ink of [state, "text", "muted"]) {
			expect(contrast(colors[ink] ?? "", ground), `${ink} on ${state}-bg`).toBeGreaterThanOrEqual(4.5);
		}
	}
	expect(contrast(colors["on-accent"] ?? "", colors.accent ?? "")).toBeGreaterThanOrEqual(4.5);
	expect(contrast(colors["on-accent"] ?? "", colors.danger ?? "")).toBeGreaterThanOrEqual(4.5);
});

const stronger = {
	light: { ...themes.light, ...colorsOf(moreLight) },
	dark: { ...themes.dark, ...colorsOf(moreDark) },
};

test.each(Object.entries(stronger))(
	"%s, more contrast wanted: lines are seen and no words are grey",
	(_, colors) => {
		for (const ground of grounds) {
			expect(contrast(colors.muted ?? "", colors[ground] ?? ""), ground).toBeGreaterThanOrEqual(7);
			expect(contrast(colors.control ?? "", colors[ground] ?? ""), ground).toBeGreaterThanOrEqual(7);
			expect(contrast(colors.border ?? "", colors[ground] ?? ""), ground).toBeGreaterThanOrEqual(3);
		}
	},
);
