import type { SentRequest } from "../host/bindings";

/** One line with all that HubSpot's support asks for, and nothing secret. `outcome`: the status, or why there is none. */
export function supportLine(
	{ hubId, appId }: { hubId: string | null; appId: string | null },
	{ sentAt, correlationId, endpoint }: Pick<SentRequest, "sentAt" | "correlationId" | "endpoint">,
	outcome: string,
): string {
	return [
		sentAt,
		hubId && `portal ${hubId}`,
		appId && `app ${appId}`,
		correlationId && `correlation ${correlationId}`,
		`${endpoint.method} ${endpoint.path}`,
		outcome,
	]
		.filter(Boolean)
		.join(" | ");
}

/** "403 Forbidden". */
export const outcomeOf = ({ status, statusText }: Pick<SentRequest, "status" | "statusText">) =>
	`${status} ${statusText}`.trim();
