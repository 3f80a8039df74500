import type { ReactNode } from "react";
import type { Connection } from "../../host/bindings";
import { navigate } from "../../navigation/navigation";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Stack } from "../../ui/stack";
import styles from "./abilities-card.module.css";
import { type Access, accessOf } from "./scope-words";

/** The scopes in a sentence or two. */
export function AbilitiesCard({ connection }: { connection: Connection }) {
	const { id, grantedScopes: scopes } = connection;
	return (
		<Card title="What this connection can do">
			{scopes === null ? (
				<p className="muted">
					HubSpot does not tell which scopes this credential holds. The portal's settings list them; a call
					shows the rest.
				</p>
			) : (
				<Sentences access={accessOf(scopes)} />
			)}
			<Row gap="3">
				<Button onPress={() => navigate({ kind: "portal", id, tab: "scopes" })}>
					Check what it can call
				</Button>
			</Row>
		</Card>
	);
}

function Sentences({ access }: { access: Access[] }) {
	const read = access.filter((one) => one.read).map((one) => one.thing);
	const write = access.filter((one) => one.write).map((one) => one.thing);
	if (access.length === 0) {
		return <p className="muted">No scope here names a kind of record. It can tell which portal this is.</p>;
	}
	return (
		<Stack gap="tight" className={styles.sentences ?? ""}>
			<p className="muted">{read.length > 0 ? <>Read {bold(read)}.</> : "It can read no records."}</p>
			<p className="muted">
				{write.length > 0 ? <>Create and change {bold(write)}.</> : "It can change nothing."}
			</p>
		</Stack>
	);
}

function bold(words: string[]): ReactNode {
	return words.map((word, index) => (
		<span key={word}>
			{index > 0 && (index === words.length - 1 ? " and " : ", ")}
			<strong>{word}</strong>
		</span>
	));
}
