import { recall, remember } from "../lib/remembered";
import { firstView, type Navigation, type Place, type PortalView, placeOf, tabs } from "./history";

const key = "place";

/** Files that were opened are closed with the app. */
type LastKind = Exclude<Place["kind"], "opened">;
/** What the next start needs to open the same place. Which portal was open is known to the host. */
type LastPlace = { kind: LastKind; views: Record<string, Pick<PortalView, "tab" | "scopesFor">> };

export function rememberPlace(state: Navigation) {
	const views = Object.entries(state.views).map(([id, { tab, scopesFor }]) => [id, { tab, scopesFor }]);
	const { kind } = placeOf(state);
	remember(key, {
		kind: kind === "opened" ? "portal" : kind,
		views: Object.fromEntries(views),
	} satisfies LastPlace);
}

export function lastPlace(): { kind: LastKind; views: Navigation["views"] } {
	const { kind, views } = recall<LastPlace>(key, { kind: "portal", views: {} }, isLastPlace);
	const whole = Object.entries(views).map(([id, view]) => [id, { ...firstView, ...view }]);
	return { kind, views: Object.fromEntries(whole) };
}

function isLastPlace(value: unknown): value is LastPlace {
	if (!isRecord(value) || !isRecord(value.views)) return false;
	return (
		isOneOf(["portal", "history", "connect", "diagnostics", "apps", "settings"], value.kind) &&
		Object.values(value.views).every(isView)
	);
}

const isView = (value: unknown) =>
	isRecord(value) &&
	isOneOf(
		tabs.map(({ id }) => id),
		value.tab,
	) &&
	isOneOf(["portal", "portals"], value.scopesFor);
const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);
const isOneOf = (choices: string[], value: unknown) => choices.some((choice) => choice === value);
