import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { StorageReport, StoredOwner } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { byteSize, count } from "../../lib/format";
import { Badge, type Tone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Note } from "../../ui/note";
import { Row } from "../../ui/row";
import { SearchField } from "../../ui/search-field";
import type { Deletion } from "./delete-dialog";
import { StoredItem } from "./stored-item";
import styles from "./stored-owners.module.css";
import { problemWords, secretWords, statusWords } from "./stored-words";
import { ownerKey, useForgetConnection, useKeepInKeyring } from "./use-stored";

const shownFirst = 50;
const searchFrom = 8;
const tones: Record<StoredOwner["status"], Tone> = {
	in_use: "ok",
	orphan: "warn",
	record_unreadable: "warn",
	secret_gone: "danger",
	damaged: "danger",
};

/** Secrets by owner and kind, with sizes. Those that need attention come first. */
export function StoredOwners({
	report,
	onDelete,
}: {
	report: StorageReport;
	onDelete: (deletion: Deletion) => void;
}) {
	const [words, setWords] = useState("");
	const [most, setMost] = useState(shownFirst);
	const fitting = report.owners.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
	const bytes = report.owners
		.flatMap(({ secrets }) => secrets)
		.reduce((sum, secret) => sum + secret.bytes, 0);
	const orphans = report.owners.filter(({ status }) => status === "orphan").length;
	return (
		<Card
			title={`Secrets (${report.owners.length})`}
			aside={<span className="muted num">{byteSize(bytes)}</span>}
		>
			<ListingNote report={report} />
			{orphans > 0 && (
				<Note
					tone="warn"
					title={`${count(orphans, "entry is", "entries are")} in the keyring that nothing uses.`}
				>
					No connection or app names them, as after a lost data file. They stand first below and can be
					deleted.
				</Note>
			)}
			{report.owners.length >= searchFrom && (
				<SearchField
					label="Search secrets by portal"
					placeholder="Portal or app"
					value={words}
					onChange={setWords}
				/>
			)}
			{report.owners.length === 0 && !report.keyringError && (
				<p className="muted">
					No secret is stored. Connect a portal, and its tokens stand here by name and size.
				</p>
			)}
			{fitting.length === 0 && report.owners.length > 0 && (
				<p className="muted">No portal or app has these words.</p>
			)}
			<ul aria-label="Secrets by owner">
				{fitting.slice(0, most).map((owner) => (
					<Owner key={ownerKey(owner)} owner={owner} onDelete={onDelete} />
				))}
			</ul>
			{fitting.length > most && (
				<div>
					<Button small onPress={() => setMost(most + 200)}>
						Show more ({(fitting.length - most).toLocaleString("en-GB")})
					</Button>
				</div>
			)}
		</Card>
	);
}

function ListingNote({ report }: { report: StorageReport }) {
	if (report.keyringError) return <ErrorNote error={report.keyringError} />;
	return (
		<p className="muted">
			{report.listing === "complete"
				? `In the ${report.keyringName}, every entry of Portalscope by owner and kind; values are never shown.`
				: `The ${report.keyringName} cannot list its entries, so only those that the data file names are shown.`}
		</p>
	);
}

function Owner({ owner, onDelete }: { owner: StoredOwner; onDelete: (deletion: Deletion) => void }) {
	const forget = useForgetConnection();
	const keep = useKeepInKeyring();
	const problem = problemWords(owner);
	const error = forget.error ?? keep.error;
	const isConnection = owner.owner.kind === "connection";
	return (
		<StoredItem
			words={
				<>
					<span className={styles.name}>
						<strong>{owner.name}</strong>{" "}
						<Badge tone={tones[owner.status]}>{statusWords[owner.status]}</Badge>
						{owner.place === "session" && <Badge tone="neutral">In memory</Badge>}
					</span>
					<span className="muted">{ownerWords(owner)}</span>
					{problem && <span>{problem}</span>}
					<ul className="tiny">
						{owner.secrets.map((secret) => (
							<li key={secret.kind}>{secretWords(secret)}</li>
						))}
					</ul>
					{error && <ErrorNote error={toCommandError(error)} />}
				</>
			}
		>
			<Row>
				{owner.place === "session" && isConnection && (
					<Button
						small
						onPress={() => keep.mutate(owner.owner.id)}
						isPending={keep.isPending}
						aria-label={`Move ${owner.name} to the keyring`}
					>
						Move to the keyring
					</Button>
				)}
				{owner.secrets.length > 0 && (
					<Button
						small
						onPress={() => onDelete({ kind: "secrets", owner })}
						aria-label={`Delete the secrets of ${owner.name}`}
					>
						Delete…
					</Button>
				)}
				{owner.status === "secret_gone" && isConnection && (
					<Button
						small
						onPress={() => forget.mutate(owner.owner.id)}
						isPending={forget.isPending}
						aria-label={`Remove the connection ${owner.name}`}
					>
						Remove the connection
					</Button>
				)}
			</Row>
		</StoredItem>
	);
}

function ownerWords({ owner, usedBy }: StoredOwner): string {
	if (owner.kind === "connection") return `Connection, ${serverWord(owner.environment)}`;
	if (owner.kind === "oauth_app")
		return `OAuth app, ${serverWord(owner.environment)}, used by ${count(usedBy, "connection")}`;
	return "Entry of unknown form";
}

const serverWord = (environment: string) => (environment === "hubspot" ? "HubSpot" : "demo portal");
