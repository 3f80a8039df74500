import { useContext } from "react";
import { RefusedContext } from "../../../domain/refusal";
import type { Connection, ScopeAnalysis } from "../../../host/bindings";
import { copyText } from "../../../host/mutations";
import { count } from "../../../lib/format";
import { reauthorize } from "../../../navigation/navigation";
import { Button } from "../../../ui/button";
import { Chip, Chips } from "../../../ui/chip";
import { CopyButton } from "../../../ui/copy-button";
import { Note } from "../../../ui/note";
import styles from "./answer-note.module.css";
import { WhereToAdd } from "./where-to-add";

/** The answer in one sentence, the smallest addition, and the way to get it. */
export function AnswerNote({
	connection,
	analysis,
}: {
	/** `null`: a credential yet to be made. */
	connection: Connection | null;
	analysis: ScopeAnalysis;
}) {
	const addition = analysis.needed.filter(({ granted }) => !granted).map(({ scope }) => scope);
	const isRefused = useContext(RefusedContext) !== null && connection !== null;
	const isOauth = connection?.credential === "oauth";
	const copy = <CopyButton label="Copy scopes" copy={() => copyText(addition.join(" "))} />;
	return (
		<Note
			tone={connection === null ? "info" : isRefused ? "warn" : toneOf(analysis, addition)}
			title={<span role="status">{headline(analysis, addition, connection === null)}</span>}
			actions={
				addition.length > 0 && (
					<>
						{isOauth && (
							<Button kind="primary" onPress={() => reauthorize(connection.id, addition)}>
								Re-authorize with {addition.length === 1 ? "this scope" : "these scopes"}…
							</Button>
						)}
						{copy}
					</>
				)
			}
		>
			{addition.length > 0 && (
				<Chips className={styles.addition ?? ""}>
					{addition.map((scope) => (
						<Chip key={scope}>{scope}</Chip>
					))}
				</Chips>
			)}
			{addition.length > 0 && isOauth && (
				<p className="muted">You see the exact address of the consent page before anything is opened.</p>
			)}
			{addition.length > 0 && connection && !isOauth && <WhereToAdd connection={connection} />}
			{isRefused && <p>That is by its scopes: until it is re-authorized, every call of it is refused.</p>}
			<Impossible analysis={analysis} />
		</Note>
	);
}

function Impossible({ analysis }: { analysis: ScopeAnalysis }) {
	const depends = analysis.impossible.filter(
		(at) => analysis.rows[at]?.verdict.kind === "depends_on_object_type",
	).length;
	const others = analysis.impossible.length - depends;
	return (
		<>
			{depends > 0 && (
				<p>
					{count(depends, "call depends", "calls depend")} on the object type: replace{" "}
					<code>{"{objectType}"}</code> in the path by contacts, deals, or whatever you mean.
				</p>
			)}
			{others > 0 && (
				<p>{count(others, "call", "calls")} cannot be allowed by any scope. The rows below say why.</p>
			)}
		</>
	);
}

function toneOf({ allowed, rows }: ScopeAnalysis, addition: string[]) {
	if (addition.length > 0) return "danger";
	return allowed === rows.length ? "ok" : "warn";
}

function headline(analysis: ScopeAnalysis, addition: string[], isNew: boolean): string {
	const { allowed, rows, granted_known } = { ...analysis, granted_known: analysis.grantedKnown };
	const all = count(rows.length, "call");
	if (!granted_known) {
		return addition.length > 0
			? `HubSpot does not tell this credential's scopes. For these calls it needs ${count(addition.length, "scope")}:`
			: "HubSpot does not tell this credential's scopes, and these calls name none.";
	}
	if (isNew) {
		return addition.length > 0
			? `For these calls it needs ${count(addition.length, "scope")}:`
			: "These calls need no scope that could be asked for.";
	}
	if (addition.length > 0) {
		const mending =
			addition.length === 1
				? "1 more scope would allow the rest:"
				: `${addition.length} more scopes would allow the rest:`;
		return `${allowed} of ${all} allowed. ${mending}`;
	}
	return allowed === rows.length
		? `This connection may make ${{ 1: "this call", 2: "both calls" }[rows.length] ?? `all ${all}`}.`
		: `${allowed} of ${all} allowed.`;
}
