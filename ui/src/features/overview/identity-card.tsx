import type { Connection } from "../../host/bindings";
import { copyText } from "../../host/mutations";
import { dataCenterName } from "../../lib/format";
import { Card } from "../../ui/card";
import { CopyButton } from "../../ui/copy-button";
import { Facts } from "../../ui/facts";
import { Time } from "../../ui/time";
import styles from "./identity-card.module.css";

const credentials = {
	oauth: "OAuth app",
	private_app: "Private app",
	service_key: "Service key, or a static app's token: so new an account has no legacy private apps",
	static_token: "Service key or private-app token (HubSpot does not tell which)",
};

/** The ids that people are asked for, and what else is known of the portal; the header has its name and the user. */
export function IdentityCard({ connection }: { connection: Connection }) {
	const { identity } = connection;
	return (
		<Card title="Portal">
			<Facts baseline>
				<Fact name="Hub ID (portal ID)" value={identity.hubId} copy="Copy Hub ID" />
				<Fact name="Data centre" value={dataCenterName(identity.dataCenter)} />
				<Fact name="Time zone" value={identity.timeZone} />
				<Fact name="Currency" value={identity.currency} />
				<Fact name="App id" value={identity.appId} copy="Copy app id" />
				<Fact name="Connected by" value={credentials[connection.credential]} />
				<dt>Since</dt>
				<dd>
					<Time at={connection.connectedAt} />
				</dd>
			</Facts>
		</Card>
	);
}

function Fact({ name, value, copy }: { name: string; value: string | null; copy?: string }) {
	return (
		<>
			<dt>{name}</dt>
			<dd className={styles.value}>
				{value === null ? (
					<span className="muted">not told</span>
				) : (
					<span className={copy && "mono"}>{value}</span>
				)}
				{copy && value !== null && <CopyButton iconOnly label={copy} copy={() => copyText(value)} />}
			</dd>
		</>
	);
}
