import { useQuery } from "@tanstack/react-query";
import { useDebounced } from "../lib/debounced";
import type { ScopeSlip } from "./bindings";
import { scopeSlips } from "./queries/verdicts";

/** The names that are typed and are no scopes of an app, a moment after they were typed. */
export function useScopeSlips(names: string[]): ScopeSlip[] {
	const settled = useDebounced(names.join(" "), 250);
	const asked = settled.split(" ").filter(Boolean);
	const found = useQuery({ ...scopeSlips(asked), enabled: asked.length > 0 }).data ?? [];
	// What was mended meanwhile is not told any more.
	return found.filter(({ name }) => names.includes(name));
}
