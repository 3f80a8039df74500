import { useMutation, useQuery } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { ErrorNote } from "../../domain/error-note";
import type { Connection, HistoryLookup, HistoryRow } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { deleteHistory, deleteHistoryEntry } from "../../host/mutations";
import { countHistory } from "../../host/queries/history";
import { clockTime, count } from "../../lib/format";
import { anyEntry, firstLook, isSameLook } from "../../navigation/history-look";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { showToast } from "../../ui/toast";
import { titleOf } from "./words";

/** What is about to be deleted. */
export type Deleting = { kind: "entry"; entry: HistoryRow } | { kind: "found"; lookup: HistoryLookup };

/** Names what goes, and how much of it, before it goes. */
export function DeleteDialog({
	deleting,
	connections,
	onClose,
	onDeleted,
}: {
	deleting: Deleting;
	connections: Connection[];
	onClose: () => void;
	/** The entry that is gone. `null`: several are. */
	onDeleted: (id: string | null) => void;
}) {
	const lookup = deleting.kind === "found" ? deleting.lookup : anyEntry;
	const counted = useQuery({ ...countHistory(lookup), enabled: deleting.kind === "found" });
	const leave = useMutation({
		mutationFn: async () => {
			if (deleting.kind === "found") return deleteHistory(deleting.lookup);
			await deleteHistoryEntry(deleting.entry.id);
			return 1;
		},
		onSuccess: (number) => {
			showToast("ok", `Deleted ${count(number, "entry", "entries")} of the history.`);
			onDeleted(deleting.kind === "entry" ? deleting.entry.id : null);
		},
	});
	const isReady = deleting.kind === "entry" || counted.data !== undefined;
	return (
		<Dialog
			role="alertdialog"
			title={deleting.kind === "entry" ? "Delete this entry?" : "Delete from the history?"}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose} autoFocus>
						Keep
					</Button>
					<Button
						kind="danger"
						isDisabled={!isReady}
						onPress={() => leave.mutate()}
						isPending={leave.isPending}
					>
						<Trash2 aria-hidden />
						Delete
					</Button>
				</>
			}
		>
			<p>{deleting.kind === "entry" ? entryWords(deleting.entry) : foundWords(lookup, connections)}</p>
			{deleting.kind === "found" && counted.isPending && <p role="status">Counting…</p>}
			{counted.data && (
				<p>
					<strong>
						{counted.data.orMore && "More than "}
						{count(counted.data.entries, "entry", "entries")}
					</strong>
					, pinned ones too.
				</p>
			)}
			{counted.error && <ErrorNote error={toCommandError(counted.error)} />}
			<p>It cannot be undone: nothing of it stays on this computer. At HubSpot nothing changes.</p>
			{leave.error && <ErrorNote error={toCommandError(leave.error)} />}
		</Dialog>
	);
}

const entryWords = (entry: HistoryRow) => `${titleOf(entry)}, sent ${clockTime(entry.sentAt)}.`;

function foundWords(lookup: HistoryLookup, connections: Connection[]): string {
	const portal = connections.find(({ id }) => id === lookup.connection)?.identity;
	const whose = portal ? `of ${portal.portalName} (${portal.hubId})` : "of all portals";
	const all = { ...anyEntry, connection: lookup.connection };
	const isAll = isSameLook({ ...firstLook, lookup }, { ...firstLook, lookup: all });
	return isAll
		? `The whole history ${whose}, with token exchanges.`
		: `What the search and the filters find ${whose}.`;
}
