import { VerdictBadge } from "../../../domain/verdict";
import type { Connection, PastCall } from "../../../host/bindings";
import { refreshedSince } from "../../../response/explanation-panel";
import { Facts } from "../../../ui/facts";
import { Time } from "../../../ui/time";
import { GrantedSince } from "./granted-since";

/** What is different since the call was sent: the scopes, the token, and what would become of it now. */
export function SinceThen({
	past: { row, verdict },
	connection,
}: {
	past: PastCall;
	connection: Connection | undefined;
}) {
	const { before, now, scopes } = verdict;
	if (row.kind !== "call" || connection === undefined) return null;
	return (
		<section aria-label="Since then">
			<Facts baseline>
				{before !== null && (
					<>
						<dt>Verdict then</dt>
						<dd>
							<VerdictBadge verdict={before} /> {before.sentence}
						</dd>
					</>
				)}
				{now !== null && now.sentence !== before?.sentence && (
					<>
						<dt>Verdict now</dt>
						<dd>
							<VerdictBadge verdict={now} /> {now.sentence}
						</dd>
					</>
				)}
				{scopes !== null && <GrantedSince scopes={scopes} />}
				<dt>Token</dt>
				<dd>{tokenWords(connection, row.sentAt)}</dd>
			</Facts>
		</section>
	);
}

function tokenWords({ connectedAt, token }: Connection, sentAt: string) {
	if (Date.parse(connectedAt) > Date.parse(sentAt)) {
		return (
			<>
				the portal was re-authorized since, <Time at={connectedAt} />
			</>
		);
	}
	if (token && refreshedSince(token, sentAt)) {
		return (
			<>
				another since, refreshed <Time at={token.lastRefresh?.at ?? connectedAt} />
			</>
		);
	}
	return "the same now as then";
}
