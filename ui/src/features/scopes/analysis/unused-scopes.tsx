import type { CredentialKind, ScopeAnalysis } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { count } from "../../../lib/format";
import { Card } from "../../../ui/card";
import { Chip, Chips } from "../../../ui/chip";
import { CopyButton } from "../../../ui/copy-button";
import styles from "./unused-scopes.module.css";

/** Granted scopes that the list, or the calls made so far, would not miss. */
export function UnusedScopes({
	analysis,
	credential,
}: {
	analysis: ScopeAnalysis;
	credential: CredentialKind;
}) {
	const { unused: all, called } = analysis;
	const unused = all.filter(({ byList, byHistory }) => !byList && !byHistory);
	const onlyByHistory = all.filter(({ byList, byHistory }) => !byList && byHistory);
	const onlyByList = all.filter(({ byList, byHistory }) => byList && !byHistory);
	if (unused.length + onlyByHistory.length === 0) return null;
	const names = unused.map(({ scope }) => scope);
	return (
		<Card
			title="Granted, but not needed"
			aside={
				names.length > 0 && <CopyButton small label="Copy unused" copy={() => copyText(names.join(" "))} />
			}
		>
			<p className="muted">
				{called === 0
					? "This connection has called nothing yet, so only your list counts."
					: `Compared with your list and the ${count(called, "endpoint")} that this connection has called.`}{" "}
				{credential === "oauth"
					? "To give a scope up, remove it from the app at HubSpot; it is gone with the next authorization."
					: "To give a scope up, remove it from the token at HubSpot."}
			</p>
			<Group title={`Neither in your list nor in the history (${unused.length})`} scopes={unused} />
			<Group title={`Needed by calls of the past only (${onlyByHistory.length})`} scopes={onlyByHistory} />
			{called > 0 && (
				<Group title={`In your list, never used so far (${onlyByList.length})`} scopes={onlyByList} />
			)}
		</Card>
	);
}

function Group({ title, scopes }: { title: string; scopes: { scope: string }[] }) {
	if (scopes.length === 0) return null;
	return (
		<section className={styles.group} aria-label={title}>
			<h3>{title}</h3>
			<Chips className={styles.scopes ?? ""}>
				{scopes.map(({ scope }) => (
					<Chip key={scope}>{scope}</Chip>
				))}
			</Chips>
		</section>
	);
}
