import { expect, test } from "vitest";
import {
	adjusted,
	begun,
	closed,
	type Dialog,
	gone,
	kept,
	mostEntries,
	type Navigation,
	nowhere,
	opened,
	placeOf,
	type Spot,
	shown,
	stepped,
	type Target,
	viewOf,
} from "./history";
import { anyEntry, firstLook } from "./history-look";

const portal = (id: string, part = {}): Target => ({ kind: "portal", id, ...part });
const start = () => begun(portal("a"), {});
const through = (state: Navigation, ...targets: Target[]) =>
	targets.reduce((before, target) => gone(before, target, nowhere), state);
const back = (state: Navigation) => stepped(state, -1, nowhere);
const forward = (state: Navigation) => stepped(state, 1, nowhere);
const words = (state: Navigation) =>
	state.entries.map(({ place }) =>
		place.kind === "portal" ? `${place.id} ${place.tab} ${place.scopesFor}` : place.kind,
	);

test("a portal opens with what it showed last, and first with its overview", () => {
	const state = through(start(), portal("a", { tab: "console" }), portal("b"), portal("a"));
	expect(words(state)).toEqual([
		"a overview portal",
		"a console portal",
		"b overview portal",
		"a console portal",
	]);
});

test("to go where one is adds nothing, and draws nothing", () => {
	const state = through(start(), { kind: "settings" });
	expect(through(state, { kind: "settings" })).toBe(state);
});

test("back and forward go along the history, and stay at its ends", () => {
	const state = through(start(), portal("a", { tab: "scopes" }), { kind: "apps" });
	expect(placeOf(back(state))).toMatchObject({ id: "a", tab: "scopes" });
	expect(placeOf(back(back(state)))).toMatchObject({ id: "a", tab: "overview" });
	expect(back(back(back(state)))).toEqual(back(back(state)));
	expect(placeOf(forward(back(state)))).toEqual({ kind: "apps" });
	expect(forward(state)).toBe(state);
});

test("the tab that one goes back to is the portal's own from then on", () => {
	const state = back(through(start(), portal("a", { tab: "console" })));
	expect(viewOf(state.views, "a").tab).toBe("overview");
	expect(placeOf(through(state, { kind: "apps" }, portal("a")))).toMatchObject({ tab: "overview" });
});

test("a new place after a step back drops what was forward", () => {
	const state = through(back(through(start(), { kind: "apps" })), { kind: "settings" });
	expect(words(state)).toEqual(["a overview portal", "settings"]);
	expect(forward(state)).toBe(state);
});

test("how a place was left is found there again, also going forward", () => {
	const spot = (name: string): Spot => ({ focus: { tag: "BUTTON", name, index: 0 }, scrolled: [] });
	const away = gone(start(), { kind: "apps" }, spot("one"));
	const home = stepped(away, -1, spot("two"));
	expect(home.isReturn).toBe(true);
	expect(home.entries[home.at]?.spot).toEqual(spot("one"));
	const again = stepped(home, 1, spot("one"));
	expect(again.entries[again.at]?.spot).toEqual(spot("two"));
	expect(again.arrivals).toBe(3);
});

test("the history is bounded: the oldest places are forgotten", () => {
	const turns = Array.from({ length: 150 }, (_, at) => portal(`p${at}`));
	const state = through(start(), ...turns);
	expect(state.entries).toHaveLength(mostEntries);
	expect(state.at).toBe(mostEntries - 1);
	expect(words(state)[0]).toBe("p50 overview portal");
});

test("a portal that is gone is left, and nothing leads back to it", () => {
	const state = through(start(), portal("b"), portal("a"), { kind: "apps" }, portal("b"));
	const after = kept(state, ["a"], portal("a"));
	expect(words(after)).toEqual(["a overview portal", "apps", "a overview portal"]);
	expect(after.at).toBe(2);
	expect(after.views).not.toHaveProperty("b");
});

test("a portal that goes while another is open leaves that one where it is", () => {
	const state = back(through(start(), portal("b"), { kind: "apps" }, portal("b", { tab: "console" })));
	const after = kept(state, ["a"], portal("a"));
	expect(words(after)).toEqual(["a overview portal", "apps"]);
	expect(placeOf(after)).toEqual({ kind: "apps" });
	expect(after.arrivals).toBe(state.arrivals);
	expect(kept(after, ["a"], portal("a"))).toBe(after);
});

test("the last portal that goes leaves the way in", () => {
	const after = kept(through(start(), { kind: "apps" }, portal("a", { tab: "scopes" })), [], {
		kind: "connect",
	});
	expect(words(after)).toEqual(["apps", "connect"]);
});

test("a question is not replaced by another dialog; the palette and the list of keys are", () => {
	const question: Dialog = { kind: "unlock", connection: "a" };
	const palette = opened(start(), { kind: "palette" });
	expect(opened(palette, { kind: "shortcuts" }).dialog).toEqual({ kind: "shortcuts" });
	const asked = opened(palette, question);
	expect(asked.dialog).toEqual(question);
	expect(opened(asked, { kind: "palette" })).toBe(asked);
	expect(closed(asked).dialog).toBeNull();
});

test("a question about a portal stays on its page only; a link outlasts a change of place", () => {
	const asked = opened(start(), { kind: "reauthorize", connection: "a", extraScopes: ["forms"] });
	expect(through(asked, portal("a", { tab: "scopes" })).dialog).not.toBeNull();
	expect(through(asked, { kind: "connect" }).dialog).toBeNull();
	const error = { code: "link_refused", message: "", hint: "" } as const;
	const link = opened(start(), { kind: "link", link: { kind: "refused", error } });
	expect(through(link, { kind: "connect" }).dialog).toEqual(link.dialog);
});

test("the part of a response that is shown is kept through other views, and is no place of its own", () => {
	const state = through(start(), portal("a", { tab: "console" }));
	const raw = shown(state, "a", { response: { id: "r1", part: "raw" } });
	expect(raw.entries).toBe(state.entries);
	const returned = back(through(raw, portal("a", { tab: "scopes" })));
	expect(viewOf(returned.views, "a").response).toEqual({ id: "r1", part: "raw" });
});

test("what the history shows is kept for each portal and for all, and going back undoes an opened entry alone", () => {
	const searched = { ...firstLook, lookup: { ...anyEntry, text: "404" } };
	const inPortal = through(start(), portal("a", { tab: "history" }));
	const typed = adjusted(inPortal, portal("a", { history: searched }));
	expect(typed.entries.length).toBe(inPortal.entries.length);
	const opened = through(typed, portal("a", { history: { ...searched, entry: "12" } }));
	expect(placeOf(back(opened))).toMatchObject({ tab: "history", history: searched });
	const away = through(opened, portal("a", { tab: "console" }), { kind: "history" });
	expect(placeOf(away)).toEqual({ kind: "history", history: firstLook });
	const returned = through(away, portal("a", { tab: "history" }));
	expect(placeOf(returned)).toMatchObject({ history: { entry: "12", lookup: { text: "404" } } });
	expect(placeOf(back(back(returned)))).toMatchObject({ tab: "console" });
});

test("the history that one is in already is no new place", () => {
	const state = through(start(), { kind: "history" });
	expect(through(state, { kind: "history" })).toBe(state);
	expect(adjusted(state, { kind: "history", history: { ...firstLook, lookup: { ...anyEntry } } })).toBe(
		state,
	);
});
