import { useState } from "react";
import { EnvironmentBadge } from "../domain/environment";
import { Method, Path } from "../domain/method";
import { addDrafts } from "../domain/request-draft";
import { RequestFindings } from "../domain/request-findings";
import type { Connection, Import, ImportedRequest, InitialState, PasteSource } from "../host/bindings";
import { count } from "../lib/format";
import { closeDialog, navigate } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Note } from "../ui/note";
import { Select } from "../ui/select";
import { Checkbox } from "../ui/switch";
import { goDiagnose } from "./go-diagnose";
import styles from "./import-dialog.module.css";

/** What was read of a text, before any of it is opened: each request with what it would really send, and where it goes. */
export function ImportDialog({
	read,
	source,
	state,
	openId,
}: {
	read: Import;
	/** The paste that it was read of; none for a file, which has to be chosen again. */
	source: PasteSource | undefined;
	state: InitialState;
	openId: string | null;
}) {
	const [chosen, setChosen] = useState(() => new Set(read.requests.keys()));
	const [targetId, setTarget] = useState(() => firstTarget(read, state, openId));
	const target = state.connections.find(({ id }) => id === targetId);
	const toggle = (at: number) =>
		setChosen((before) => {
			const after = new Set(before);
			if (!after.delete(at)) after.add(at);
			return after;
		});
	const open = () => {
		if (!target) return;
		const opened = read.requests.filter((_, at) => chosen.has(at));
		addDrafts(
			target.id,
			opened.map(({ name, title, draft, findings }) => ({ name: name ?? title, draft, findings })),
		);
		closeDialog();
		navigate({ kind: "portal", id: target.id, tab: "console" });
	};
	return (
		<Dialog
			title={
				read.requests.length === 0
					? "Nothing could be read"
					: `Open ${count(read.requests.length, "request")}`
			}
			isOpen
			onClose={closeDialog}
			wide
			foot={
				<>
					<Button kind="quiet" onPress={() => goDiagnose(source ?? "file")}>
						{source ? "Diagnose instead" : "Diagnose a file instead…"}
					</Button>
					<Button onPress={closeDialog}>{target && read.requests.length > 0 ? "Cancel" : "Close"}</Button>
					{target && read.requests.length > 0 && (
						<Button kind="primary" onPress={open} isDisabled={chosen.size === 0}>
							Open {count(chosen.size, "request")}
						</Button>
					)}
				</>
			}
		>
			<p>
				It reads as {read.form}. Nothing is sent: the requests open in the Console, with the portal's own
				credential in place of theirs.
			</p>
			<Destination read={read} state={state} target={target} onChange={setTarget} />
			<ul className={styles.list} aria-label="Requests in it">
				{read.requests.map((request, at) => (
					<li key={at}>
						<One request={request} isChosen={chosen.has(at)} onToggle={() => toggle(at)} />
					</li>
				))}
			</ul>
			{read.problems.length > 0 && (
				<Note tone="warn" title={`${count(read.problems.length, "part")} could not be read.`}>
					<ul>
						{read.problems.map(({ name, message, line }, at) => (
							<li key={at}>
								{name !== null && <strong>{name}: </strong>}
								{message} (line {line})
							</li>
						))}
					</ul>
				</Note>
			)}
		</Dialog>
	);
}

// The portal that a link names, else the one that is open.
function firstTarget({ page }: Import, state: InitialState, openId: string | null): string {
	const named = page?.connections ?? [];
	if (openId !== null && (named.length === 0 || named.includes(openId))) return openId;
	return named[0] ?? state.connections[0]?.id ?? "";
}

function Destination({
	read,
	state,
	target,
	onChange,
}: {
	read: Import;
	state: InitialState;
	target: Connection | undefined;
	onChange: (id: string) => void;
}) {
	if (!target) {
		return (
			<Note tone="info" title="No portal is connected yet, so there is no Console to open it in.">
				Connect one, and paste it again.
			</Note>
		);
	}
	const hubId = read.page?.hubId;
	return (
		<>
			{state.connections.length > 1 && (
				<Select
					label="Portal"
					choices={state.connections.map((one) => ({ id: one.id, text: words(one) }))}
					value={target.id}
					onChange={onChange}
				/>
			)}
			<p>
				It opens in {words(target)} <EnvironmentBadge environment={target.environment} />
			</p>
			{hubId && hubId !== target.identity.hubId && (
				<Note tone="warn" title={`The link is to a page of portal ${hubId}.`}>
					The same id is another record in another portal, or none.
				</Note>
			)}
		</>
	);
}

function words({ identity }: Connection): string {
	return `${identity.portalName} (${identity.hubId})`;
}

function One({
	request,
	isChosen,
	onToggle,
}: {
	request: ImportedRequest;
	isChosen: boolean;
	onToggle: () => void;
}) {
	const { name, title, draft, sent, warnings, skipped, findings } = request;
	const lost = [...warnings, ...(skipped.length > 0 ? [`Headers not taken: ${skipped.join(", ")}.`] : [])];
	return (
		<>
			<Checkbox isSelected={isChosen} onChange={onToggle}>
				<strong>{name ?? title ?? "Request"}</strong> <Method>{draft.method}</Method>{" "}
				<Path text={draft.path} />
			</Checkbox>
			<div className={styles.more}>
				{findings.length > 0 && <RequestFindings label="What is wrong with it" findings={findings} />}
				{lost.length > 0 && (
					<ul className="muted">
						{lost.map((one) => (
							<li key={one}>{one}</li>
						))}
					</ul>
				)}
				{sent !== "" && (
					<details>
						<summary>What it would send</summary>
						{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
						<pre className={styles.sent} tabIndex={0}>
							{sent}
						</pre>
					</details>
				)}
			</div>
		</>
	);
}
