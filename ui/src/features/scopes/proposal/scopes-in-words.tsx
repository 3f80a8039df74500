import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { CredentialKind, ScopeProposal } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { proposeScopes } from "../../../host/queries/verdicts";
import { useDebounced } from "../../../lib/debounced";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Chip } from "../../../ui/chip";
import { Row } from "../../../ui/row";
import { Select } from "../../../ui/select";
import { Stack } from "../../../ui/stack";
import { TextField } from "../../../ui/text-field";
import type { Chosen } from "../sets/chosen-endpoints";
import { CopyProposal } from "./copy-proposal";
import styles from "./scopes-in-words.module.css";

type Asked = Extract<CredentialKind, "oauth" | "private_app" | "service_key">;
const credentials: { id: Asked; text: string }[] = [
	{ id: "oauth", text: "An OAuth app" },
	{ id: "private_app", text: "A private app" },
	{ id: "service_key", text: "A service key" },
];

/** What an app must do, in a person's words, and the scopes for it, to be handed to a developer. */
export function ScopesInWords({ chosen }: { chosen: Chosen }) {
	const [words, setWords] = useState("");
	const [credential, setCredential] = useState<Asked>("oauth");
	const settled = useDebounced(words.trim(), 250);
	const proposal = useQuery({ ...proposeScopes(settled, credential), enabled: settled !== "" });
	const found = settled === "" ? undefined : proposal.data;
	return (
		<Stack gap="3" as="section" aria-label="Scopes in words" className={styles.words ?? ""}>
			<TextField
				label="What must the app do?"
				rows={2}
				value={words}
				onChange={setWords}
				placeholder="Sync deals and notes. Optionally create tasks."
				help="You get the permissions (HubSpot calls them scopes), with reasons, to hand to a developer."
			/>
			<Select label="It will be" choices={credentials} value={credential} onChange={setCredential} />
			<div role="status">
				{proposal.error && settled !== "" && <ErrorNote error={toCommandError(proposal.error)} />}
				{found && <Proposed proposal={found} chosen={chosen} />}
			</div>
		</Stack>
	);
}

function Proposed({ proposal, chosen }: { proposal: ScopeProposal; chosen: Chosen }) {
	const { scopes, calls, notUnderstood, impossible } = proposal;
	return (
		<Stack gap="3">
			{scopes.length === 0 && <p>No call of HubSpot's API was recognized. Name what is read or changed.</p>}
			{scopes.length > 0 && (
				<>
					<h3>{count(scopes.length, "scope", "scopes")}</h3>
					<Stack as="ul" gap="tight" className={styles.list ?? ""}>
						{scopes.map(({ scope, required, because }) => (
							<li key={scope}>
								<Chip>{scope}</Chip> <span className="muted">{required ? "required" : "optional"}, for</span>{" "}
								{because.length > 0 ? because.join(", ") : "every OAuth app"}
							</li>
						))}
					</Stack>
					<Row gap="2">
						<CopyProposal texts={async () => proposal} />
						<Button small onPress={() => chosen.add(calls)}>
							Check these {count(calls.length, "call", "calls")}
						</Button>
					</Row>
				</>
			)}
			{impossible.length > 0 && <p>No scope is known for: {impossible.join(", ")}.</p>}
			{notUnderstood.length > 0 && <p>Not understood, so not covered: {notUnderstood.join(", ")}.</p>}
		</Stack>
	);
}
