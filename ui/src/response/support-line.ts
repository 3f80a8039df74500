import type { Connection, SentRequest } from "../host/bindings";

/** One line with all that HubSpot's support asks for, and nothing secret. */
export function supportLine(connection: Connection, sent: SentRequest): string {
	const { hubId, appId } = connection.identity;
	return [
		sent.sentAt,
		`portal ${hubId}`,
		appId && `app ${appId}`,
		sent.correlationId && `correlation ${sent.correlationId}`,
		`${sent.endpoint.method} ${sent.endpoint.path}`,
		`${sent.status} ${sent.statusText}`.trim(),
	]
		.filter(Boolean)
		.join(" | ");
}
