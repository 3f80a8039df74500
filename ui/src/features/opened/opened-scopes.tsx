import { Method } from "../../domain/method";
import type { ReportChosenEndpoint, ReportGrant } from "../../host/bindings";
import { count } from "../../lib/format";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Chip, Chips } from "../../ui/chip";
import layout from "../../ui/layout.module.css";
import { Time } from "../../ui/time";
import type { Facts, Whole } from "./names";
import styles from "./opened-scopes.module.css";

/** What the connection was allowed when the report was made. Verdicts have no color: they are of then. */
export function OpenedScopes({ facts }: { facts: Facts }) {
	const { granted, grants, endpoints } = facts.scopes;
	return (
		<div className={layout.page}>
			<Card title={granted === null ? "Granted scopes" : `Granted scopes (${granted.length})`}>
				{granted === null && <p>HubSpot did not tell which scopes this credential has.</p>}
				{granted?.length === 0 && <p>None were granted.</p>}
				{granted !== null && granted.length > 0 && <ScopeChips names={granted} />}
			</Card>
			<Card title="Verdicts on the chosen endpoints, as of then">
				{endpoints.length === 0 && <p>The sender chose no endpoints.</p>}
				<ul className={styles.endpoints}>
					{endpoints.map((endpoint) => (
						<Endpoint key={`${endpoint.method} ${endpoint.path}`} endpoint={endpoint} />
					))}
				</ul>
			</Card>
			{grants.length > 1 && (
				<Card title="Scopes over time">
					<ol className={styles.endpoints}>
						{grants.map((grant, at) => (
							<GrantThen key={grant.firstAt} grant={grant} before={grants[at - 1]} />
						))}
					</ol>
				</Card>
			)}
		</div>
	);
}

function ScopeChips({ names }: { names: string[] }) {
	return (
		<Chips as="ul" aria-label="Scopes">
			{names.map((name) => (
				<li key={name}>
					<Chip>{name}</Chip>
				</li>
			))}
		</Chips>
	);
}

function Endpoint({
	endpoint: { method, path, title, label, sentence, missing },
}: {
	endpoint: Whole<ReportChosenEndpoint>;
}) {
	return (
		<li className={styles.endpoint}>
			<p>
				<strong>{title ?? path}</strong> <Badge tone="neutral">{label}</Badge>
			</p>
			<p>
				<Method>{method}</Method> <span className="mono">{path}</span>
			</p>
			<p className="muted">{sentence}</p>
			{missing[0] && missing[0].length > 0 && (
				<p>Missing: {missing.map((set) => set.join(" and ")).join(", or ")}</p>
			)}
		</li>
	);
}

function GrantThen({ grant, before }: { grant: Whole<ReportGrant>; before: Whole<ReportGrant> | undefined }) {
	return (
		<li className={styles.endpoint}>
			<p>
				<Time at={grant.firstAt} />:{" "}
				{grant.scopes === null ? "names not kept" : count(grant.scopes.length, "scope")}
			</p>
			<Difference word="added" names={beyond(grant, before)} />
			<Difference word="gone" names={before ? beyond(before, grant) : []} />
		</li>
	);
}

function Difference({ word, names }: { word: string; names: string[] }) {
	if (names.length === 0) return null;
	return (
		<p className="muted">
			{word}: <code>{names.join(" ")}</code>
		</p>
	);
}

const beyond = (one: Whole<ReportGrant>, other: Whole<ReportGrant> | undefined): string[] =>
	other?.scopes == null ? [] : (one.scopes ?? []).filter((name) => !other.scopes?.includes(name));
