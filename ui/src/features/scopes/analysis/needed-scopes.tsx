import { useState } from "react";
import type { NeededScope, ScopeAnalysis } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Card } from "../../../ui/card";
import { Chip } from "../../../ui/chip";
import { CopyButton } from "../../../ui/copy-button";
import { Stack } from "../../../ui/stack";
import styles from "./needed-scopes.module.css";

const few = 3;

/** All scopes that the list needs together, each with the endpoints it is for. */
export function NeededScopes({ analysis }: { analysis: ScopeAnalysis }) {
	const { needed } = analysis;
	if (needed.length === 0) return null;
	const grantedCount = needed.filter(({ granted }) => granted).length;
	return (
		<Card
			title="Scopes these endpoints need"
			aside={
				<CopyButton
					small
					label="Copy all"
					copy={() => copyText(needed.map(({ scope }) => scope).join(" "))}
				/>
			}
		>
			<p className="muted">
				{count(needed.length, "scope")} in all, {grantedCount} granted already. It is the smallest set that
				allows them.
			</p>
			<Stack as="ul" className={styles.needed ?? ""}>
				{needed.map((scope) => (
					<Needed key={scope.scope} scope={scope} analysis={analysis} />
				))}
			</Stack>
		</Card>
	);
}

function Needed({ scope, analysis }: { scope: NeededScope; analysis: ScopeAnalysis }) {
	const [all, setAll] = useState(false);
	const names = scope.because.map((at) => {
		const row = analysis.rows[at];
		return row?.title ?? row?.endpoint.path ?? "";
	});
	const unique = [...new Set(names)];
	const shown = all ? unique : unique.slice(0, few);
	return (
		<li>
			<Chip missing={!scope.granted}>{scope.scope}</Chip>
			<span className="muted">{scope.granted ? "granted" : "to be added"}, for </span>
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
