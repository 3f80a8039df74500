import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { FormError } from "../../domain/form-error";
import type { PortalHistory, StorageReport, StoredOwner, StoredTarget } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { invalidate } from "../../host/queries/changes";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { showToast } from "../../ui/toast";
import { useTypedConfirmation } from "../../ui/typed-confirmation";
import { deletingMeans, historyName, secretWords } from "./stored-words";
import { useDeleteStored } from "./use-stored";

export type Deletion =
	| { kind: "secrets"; owner: StoredOwner }
	| { kind: "catalog_updates" }
	| { kind: "demo_portal" }
	| { kind: "temporary_bodies" }
	| { kind: "portal_history"; of: PortalHistory }
	| { kind: "removed_history" }
	| { kind: "history" }
	| { kind: "everything" };

const phrase = "delete everything";

/** Says what goes and what that means, before it goes. Everything is typed, not clicked. */
export function DeleteDialog({
	deletion,
	report,
	onClose,
}: {
	deletion: Deletion;
	report: StorageReport;
	onClose: () => void;
}) {
	const form = useId();
	const client = useQueryClient();
	const { typed, isMet, field } = useTypedConfirmation({
		label: `Type ${phrase} to go on`,
		wanted: phrase,
		wrong: `These are other words than ${phrase}. Nothing was deleted.`,
	});
	const remove = useDeleteStored();
	const isAll = deletion.kind === "everything";
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (isAll && !isMet()) return;
		remove.mutate(targetOf(deletion, typed), {
			onSuccess: () => {
				showToast("ok", doneWords(deletion));
				onClose();
				if (isAll) {
					localStorage.clear();
					void invalidate.everything(client);
				}
			},
		});
	};
	const failure = remove.error ? toCommandError(remove.error) : null;
	return (
		<Dialog
			role="alertdialog"
			title={titleOf(deletion)}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose} autoFocus={!isAll}>
						Keep it
					</Button>
					<Button type="submit" form={form} kind="danger" isPending={remove.isPending}>
						Delete
					</Button>
				</>
			}
		>
			{failure && <FormError error={failure} />}
			<form id={form} onSubmit={submit}>
				{deletion.kind === "secrets" && <SecretsMeaning owner={deletion.owner} />}
				{deletion.kind === "catalog_updates" && (
					<p>Endpoints are judged by the catalogue that came with Portalscope until you update it again.</p>
				)}
				{deletion.kind === "demo_portal" && (
					<p>
						The demo portal inside Portalscope starts anew when it is next needed. Connections to it have to
						be re-authorized.
					</p>
				)}
				{deletion.kind === "temporary_bodies" && (
					<p>The last responses can no longer be read in the Console. Sending again brings them back.</p>
				)}
				{isOfHistory(deletion) && <HistoryMeaning deletion={deletion} report={report} />}
				{isAll && (
					<>
						<p>
							This removes the secrets of{" "}
							{count(report.owners.length, "connection or app", "connections and apps")}, and every
							connection, OAuth app, setting, update, response and entry of the history from this computer. It
							cannot be undone. Apps stay installed in their portals, and pasted tokens stay valid there.
						</p>
						{field}
					</>
				)}
			</form>
		</Dialog>
	);
}

const isOfHistory = ({ kind }: Deletion) =>
	kind === "portal_history" || kind === "removed_history" || kind === "history";

function HistoryMeaning({ deletion, report }: { deletion: Deletion; report: StorageReport }) {
	const goes = report.history.portals.filter((one) => {
		if (deletion.kind === "portal_history") return one.connection === deletion.of.connection;
		return deletion.kind === "history" || one.owner === "removed";
	});
	const entries = goes.reduce((sum, one) => sum + one.entries, 0);
	return (
		<p>
			{count(entries, "entry", "entries")}, pinned ones too, with their notes. Nothing of them stays in the
			file. It cannot be undone.
		</p>
	);
}

function SecretsMeaning({ owner }: { owner: StoredOwner }) {
	return (
		<>
			<p>{owner.secrets.map(secretWords).join("; ")}.</p>
			<p>{deletingMeans(owner)}</p>
		</>
	);
}

function targetOf(deletion: Deletion, typed: string): StoredTarget {
	switch (deletion.kind) {
		case "secrets":
			return { kind: "secrets", owner: deletion.owner.owner, place: deletion.owner.place };
		case "everything":
			return { kind: "everything", typed };
		case "portal_history":
			return { kind: "portal_history", connection: deletion.of.connection };
		default:
			return { kind: deletion.kind };
	}
}

function titleOf(deletion: Deletion): string {
	switch (deletion.kind) {
		case "secrets":
			return `Delete the secrets of ${deletion.owner.name}`;
		case "catalog_updates":
			return "Delete the updates of the catalogue";
		case "demo_portal":
			return "Delete the demo portal's state";
		case "temporary_bodies":
			return "Delete the response bodies";
		case "portal_history":
			return `Delete the history: ${historyName(deletion.of)}`;
		case "removed_history":
			return "Delete the history of removed portals";
		case "history":
			return "Delete the whole history";
		case "everything":
			return "Delete everything";
	}
}

function doneWords(deletion: Deletion): string {
	return deletion.kind === "everything"
		? "Everything was deleted from this computer."
		: `${titleOf(deletion).replace("Delete the", "Deleted: the")}.`;
}
