import { Card } from "../../ui/card";
import { Facts } from "../../ui/facts";
import { Time } from "../../ui/time";
import { VisibleText } from "../../ui/visible-text";
import { type Facts as Known, plain } from "./names";

/** The connection when the report was made. Times stand still: nothing counts down. */
export function ConnectionThen({ facts: { connection } }: { facts: Known }) {
	const { token } = connection;
	const app = connection.appName ?? connection.clientId;
	const last = token?.lastRefresh ?? null;
	return (
		<Card title="The connection then">
			<Facts>
				<dt>State</dt>
				<dd>
					{plain(connection.state)}
					<VisibleText text={connection.stateMessage === null ? "" : `: ${connection.stateMessage}`} />
				</dd>
				<dt>Account</dt>
				<dd>{plain(connection.accountType)}</dd>
				<dt>Credential</dt>
				<dd>{connection.credential === "oauth" ? "OAuth" : plain(connection.credential)}</dd>
				{app !== null && (
					<>
						<dt>App</dt>
						<dd>
							<VisibleText text={app} />
							{connection.appId !== null && ` (app id ${connection.appId})`}
						</dd>
					</>
				)}
				{connection.user !== null && (
					<>
						<dt>User</dt>
						<dd>
							<VisibleText text={connection.user} />
						</dd>
					</>
				)}
				{connection.timeZone !== null && (
					<>
						<dt>Time zone</dt>
						<dd>{connection.timeZone}</dd>
					</>
				)}
				<dt>Connected</dt>
				<dd>
					<Time at={connection.connectedAt} />
				</dd>
				{token === null ? (
					<>
						<dt>Token</dt>
						<dd>does not expire</dd>
					</>
				) : (
					<>
						<dt>Token issued</dt>
						<dd>
							<Time at={token.issuedAt} />
						</dd>
						<dt>Token valid until</dt>
						<dd>
							<Time at={token.expiresAt} />
						</dd>
						{token.clockSkewSeconds !== 0 && (
							<>
								<dt>Clock</dt>
								<dd>
									{Math.abs(token.clockSkewSeconds)} s {token.clockSkewSeconds > 0 ? "ahead of" : "behind"}{" "}
									the server's
								</dd>
							</>
						)}
					</>
				)}
				{last !== null && (
					<>
						<dt>Last refresh</dt>
						<dd>
							{last.worked ? "worked" : `failed${last.message === null ? "" : `: ${last.message}`}`},{" "}
							<Time at={last.at} />
						</dd>
					</>
				)}
			</Facts>
		</Card>
	);
}
