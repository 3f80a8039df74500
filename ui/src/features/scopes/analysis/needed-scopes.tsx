import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CredentialKind, NeededScope, ScopeAnalysis } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { proposeScopesFor } from "../../../host/queries/verdicts";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Chip } from "../../../ui/chip";
import { CopyButton } from "../../../ui/copy-button";
import { Row } from "../../../ui/row";
import { Stack } from "../../../ui/stack";
import { CopyProposal } from "../proposal/copy-proposal";
import styles from "./needed-scopes.module.css";

const few = 3;

/** All scopes that the list needs together, each with the endpoints it is for. */
export function NeededScopes({
	analysis,
	credential,
	isNew,
}: {
	analysis: ScopeAnalysis;
	credential: CredentialKind;
	/** The credential is yet to be made, so nothing is granted or lacking. */
	isNew: boolean;
}) {
	const client = useQueryClient();
	const { needed } = analysis;
	if (needed.length === 0) return null;
	const endpoints = analysis.rows.map(({ endpoint }) => endpoint);
	const grantedCount = needed.filter(({ granted }) => granted).length;
	return (
		<Card
			title="Scopes these endpoints need"
			aside={
				<Row gap="2">
					<CopyButton
						small
						label="Copy all scopes"
						copy={() => copyText(needed.map(({ scope }) => scope).join(" "))}
					/>
					<CopyProposal texts={() => client.fetchQuery(proposeScopesFor(endpoints, credential))} />
				</Row>
			}
		>
			<p className="muted">
				{count(needed.length, "scope")} in all{isNew ? "" : `, ${grantedCount} granted already`}. It is the
				smallest set that allows them.
			</p>
			<Stack as="ul" className={styles.needed ?? ""}>
				{needed.map((scope) => (
					<Needed key={scope.scope} scope={scope} analysis={analysis} isNew={isNew} />
				))}
			</Stack>
		</Card>
	);
}

function Needed({ scope, analysis, isNew }: { scope: NeededScope; analysis: ScopeAnalysis; isNew: boolean }) {
	const [all, setAll] = useState(false);
	const names = scope.because.map((at) => {
		const row = analysis.rows[at];
		return row?.title ?? row?.endpoint.path ?? "";
	});
	const unique = [...new Set(names)];
	const shown = all ? unique : unique.slice(0, few);
	return (
		<li>
			<Chip missing={!scope.granted && !isNew}>{scope.scope}</Chip>
			<span className="muted">{isNew ? "" : scope.granted ? "granted, " : "to be added, "}for </span>
			<span>
				{shown.join(", ")}
				{unique.length > shown.length && (
					<>
						{" "}
						<Button kind="link" onPress={() => setAll(true)}>
							and {unique.length - shown.length} more
						</Button>
					</>
				)}
			</span>
		</li>
	);
}
