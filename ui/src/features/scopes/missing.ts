import type { EndpointVerdict } from "../../host/bindings";

/** The smallest additions, endpoint by endpoint, put together: what to ask for so that all become allowed. */
export function missingScopes(verdicts: EndpointVerdict[]): string[] {
	const wanted = verdicts
		.filter(({ verdict }) => verdict.kind === "missing_scopes")
		.flatMap(({ verdict }) => verdict.missing[0] ?? []);
	return [...new Set(wanted)].sort();
}
