import { toggleChosenCall } from "../../domain/chosen-calls";
import type { Connection, HistoryRow } from "../../host/bindings";
import { copyAndTell } from "../../host/copied";
import type { MenuEntry } from "../../ui/menu-entries";
import { entryActs } from "./entry/use-entry-acts";
import { callOf, noAnswer } from "./words";

/** What can be done with a row without opening it. `connection`: none if the portal is no longer connected. */
export function rowEntries(
	row: HistoryRow,
	connection: Connection | undefined,
	{ open, onDelete, isChosen }: { open: () => void; onDelete: () => void; isChosen: boolean },
): MenuEntry[] {
	const { correlationId, status, method, kind, pinned } = row;
	const acts = entryActs(row, connection, status === null ? noAnswer(row) : String(status));
	const isCall = kind === "call";
	const canSend = isCall && connection !== undefined;
	const entries: (MenuEntry | false)[] = [
		{ id: "open", text: "Open", keys: "Enter", act: open },
		canSend && { id: "again", text: "Send again", act: acts.sendAgain },
		canSend && { id: "console", text: "Open in the console", act: acts.reopen },
		{ id: "line", text: "Copy support line", act: acts.copyLine },
		correlationId !== null && {
			id: "id",
			text: "Copy correlation ID",
			act: () => acts.copy(correlationId, "correlation ID"),
		},
		{
			id: "path",
			text: "Copy method and path",
			act: () => acts.copy(`${method} ${callOf(row)}`, "method and path"),
		},
		isCall && { id: "curl", text: "Copy as cURL", act: acts.copyCurl },
		{ id: "har", text: "Copy as HAR", act: acts.copyHar },
		connection !== undefined && {
			id: "choose",
			text: isChosen ? "Take it out of the report" : "Choose it for a report",
			act: () => toggleChosenCall(connection.id, row.id),
		},
		{ id: "pin", text: pinned ? "Unpin" : "Pin", act: acts.pin },
		{ id: "delete", text: "Delete this entry…", keys: "Delete", dangerous: true, act: onDelete },
	];
	return entries.filter((entry) => entry !== false);
}

/** The same for a call of an opened file, which is no entry of the app's own history. */
export function openedRowEntries(row: HistoryRow, open: () => void): MenuEntry[] {
	const { correlationId, method } = row;
	const path = `${method} ${callOf(row)}`;
	const entries: (MenuEntry | false)[] = [
		{ id: "open", text: "Open", keys: "Enter", act: open },
		correlationId !== null && {
			id: "id",
			text: "Copy correlation ID",
			act: () => copyAndTell(correlationId, "correlation ID"),
		},
		{ id: "path", text: "Copy method and path", act: () => copyAndTell(path, "method and path") },
	];
	return entries.filter((entry) => entry !== false);
}
