import { copyText } from "../../host/mutations";
import { count } from "../../lib/format";
import { Card } from "../../ui/card";
import { Chip, Chips } from "../../ui/chip";
import { CopyButton } from "../../ui/copy-button";
import { Explain } from "../../ui/explain";
import { groupScopes } from "./scope-words";
import styles from "./scopes-card.module.css";

const whatIsAScope = (
	<Explain what="a scope">
		A scope is one permission, such as to read contacts. HubSpot lists an app's scopes in its settings, and
		shows them to whoever connects it.
	</Explain>
);

/** Every granted scope, under readable headings. */
export function ScopesCard({ scopes }: { scopes: string[] | null }) {
	if (scopes === null || scopes.length === 0) {
		return (
			<Card title="Granted scopes">
				<p className="muted">
					{scopes === null ? "HubSpot does not list them for this credential." : "No scope was granted."}
				</p>
			</Card>
		);
	}
	const copy = <CopyButton small label="Copy all scopes" copy={() => copyText(scopes.join(" "))} />;
	return (
		<Card title={`Granted scopes (${scopes.length})`} aside={copy} about={whatIsAScope}>
			{groupScopes(scopes).map((group) => (
				<section key={group.title} aria-label={`${group.title}, ${count(group.scopes.length, "scope")}`}>
					<h3 className={styles.groupTitle}>{group.title}</h3>
					<Chips as="ul">
						{group.scopes.map((scope) => (
							<li key={scope}>
								<Chip>{scope}</Chip>
							</li>
						))}
					</Chips>
				</section>
			))}
		</Card>
	);
}
