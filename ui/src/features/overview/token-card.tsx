import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { ErrorNote } from "../../domain/error-note";
import { isRefused } from "../../domain/refusal";
import type { Connection, TokenLife } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { refreshConnection } from "../../host/mutations";
import { secondsUntil, useSecond } from "../../lib/clock";
import { countdown } from "../../lib/format";
import { reauthorize } from "../../navigation/navigation";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Explain } from "../../ui/explain";
import { Facts } from "../../ui/facts";
import { Ring } from "../../ui/ring";
import { Row } from "../../ui/row";
import { Time, TimeSince } from "../../ui/time";
import styles from "./token-card.module.css";

/** How long the access token lives, when it renews itself, and how that went last time. */
export function TokenCard({ connection }: { connection: Connection }) {
	if (connection.token === null) return <StaticToken connection={connection} />;
	return <LivingToken connection={connection} token={connection.token} />;
}

function StaticToken({ connection }: { connection: Connection }) {
	const names = {
		private_app: "Private-app token",
		service_key: "Service key",
		static_token: "Token",
		oauth: "Token",
	};
	return (
		<Card title={names[connection.credential]} aside={<StateBadge connection={connection} />}>
			<p>
				{isRefused(connection) ? (
					<>
						<strong>No longer accepted.</strong> Mostly, it was rotated or deleted in the portal's settings.
					</>
				) : (
					<>
						<strong>Does not expire.</strong> It works until somebody rotates or deletes it in the portal's
						settings.
					</>
				)}
			</p>
			<Facts baseline>
				<dt>Connected</dt>
				<dd>
					<Time at={connection.connectedAt} />
				</dd>
				<dt>Renews itself</dt>
				<dd>not needed</dd>
			</Facts>
		</Card>
	);
}

const whatIsIt = (
	<Explain what="an access token">
		The key that HubSpot gave to this connection. Each one ends after a time; Portalscope asks for the next
		one by itself, without a new consent.
	</Explain>
);

function LivingToken({ connection, token }: { connection: Connection; token: TokenLife }) {
	const refresh = useMutation({ mutationFn: () => refreshConnection(connection.id) });
	const busy = refresh.isPending || token.refreshing;
	const revoked = hasCode(refresh.error, "connection_revoked", "refresh_not_possible", "secret_missing");
	if (isRefused(connection)) return <RefusedToken connection={connection} token={token} />;
	return (
		<Card title="Access token" aside={<StateBadge connection={connection} />} about={whatIsIt}>
			<div className={styles.token}>
				<Ring until={token.expiresAt} lifetime={token.lifetimeSeconds} lowAt={300} what="the token's life">
					<span className={`num ${styles.left}`} role="timer" aria-label="Time left">
						<Left until={token.expiresAt} />
					</span>
					<span className="tiny">of {countdown(token.lifetimeSeconds)}</span>
				</Ring>
				<TokenFacts connection={connection} token={token} />
			</div>
			{refresh.error && (
				<ErrorNote
					error={toCommandError(refresh.error)}
					actions={revoked && <Button onPress={() => reauthorize(connection.id)}>Re-authorize…</Button>}
				/>
			)}
			<Row gap="3">
				<Button onPress={() => refresh.mutate()} isPending={busy}>
					<RefreshCw aria-hidden />
					{busy ? "Refreshing…" : "Refresh now"}
				</Button>
				{refresh.isPending && (
					<span className="muted num" role="status">
						Asking for a new token, <TimeSince from={new Date(refresh.submittedAt).toISOString()} />
					</span>
				)}
			</Row>
		</Card>
	);
}

/** What is left of its time says nothing any more, so nothing counts down. */
function RefusedToken({ connection, token }: { connection: Connection; token: TokenLife }) {
	return (
		<Card title="Access token" aside={<StateBadge connection={connection} />}>
			<p>
				<strong>No longer accepted.</strong> What stands above says why, and the way out.
			</p>
			<Facts baseline>
				<dt>Issued</dt>
				<dd>
					<Time at={token.issuedAt} />
				</dd>
				<dt>Last refresh</dt>
				<dd>
					<LastRefresh last={token.lastRefresh} isTold />
				</dd>
			</Facts>
		</Card>
	);
}

function Left({ until }: { until: string }) {
	const left = secondsUntil(until, useSecond());
	return left > 0 ? countdown(left) : "00:00";
}

function TokenFacts({ connection, token }: { connection: Connection; token: TokenLife }) {
	return (
		<Facts baseline>
			<dt>Expires</dt>
			<dd>
				<Time at={token.expiresAt} />
			</dd>
			<dt>Renews itself</dt>
			<dd>
				<NextRefresh connection={connection} token={token} />
			</dd>
			<dt>Last refresh</dt>
			<dd>
				<LastRefresh last={token.lastRefresh} isTold={connection.state.kind !== "good"} />
			</dd>
			<dt>This computer's clock</dt>
			<dd>{skewWords(token.clockSkewSeconds)}</dd>
		</Facts>
	);
}

function NextRefresh({ connection, token }: { connection: Connection; token: TokenLife }) {
	const due = token.nextRefreshAt === null ? null : secondsUntil(token.nextRefreshAt, useSecond()) <= 0;
	if (token.refreshing) return "now, under way";
	if (connection.state.kind === "needs_attention") return "not until you did what stands above";
	if (token.nextRefreshAt === null) return "when you next use it";
	return due ? "due now" : <Time at={token.nextRefreshAt} short />;
}

/** `isTold`: why it failed stands above already. */
function LastRefresh({ last, isTold }: { last: TokenLife["lastRefresh"]; isTold: boolean }) {
	if (last === null) return "none yet";
	return (
		<>
			<Time at={last.at} short />, {last.outcome}
			{last.error && !isTold && <span className={styles.failed}>: {last.error.message}</span>}
		</>
	);
}

/** The clock of this computer against the server's. */
export function skewWords(seconds: number): string {
	if (Math.abs(seconds) < 5) return "in step with the server";
	return `${countdown(Math.abs(seconds))} ${seconds > 0 ? "ahead of" : "behind"} the server; allowed for`;
}

function StateBadge({ connection }: { connection: Connection }) {
	const { state, token } = connection;
	if (state.kind === "needs_attention") return <Badge tone="danger">Needs you</Badge>;
	if (state.kind === "unreachable") return <Badge tone="warn">Cannot be reached</Badge>;
	return token === null ? <Badge tone="ok">Good</Badge> : <LifeBadge until={token.expiresAt} />;
}

function LifeBadge({ until }: { until: string }) {
	const left = secondsUntil(until, useSecond());
	if (left <= 0) return <Badge tone="danger">Expired</Badge>;
	return left < 300 ? <Badge tone="warn">Expires soon</Badge> : <Badge tone="ok">Good</Badge>;
}
