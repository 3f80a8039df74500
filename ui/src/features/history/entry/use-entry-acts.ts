import { reopenRequest, sendReopened } from "../../../domain/send-request";
import type { Connection, HistoryRow, PastCall, ReopenedRequest } from "../../../host/bindings";
import {
	copyHistoryCurl,
	copyHistoryHar,
	copyText,
	reopenHistoryEntry,
	setHistoryPinned,
} from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { navigate } from "../../../navigation/navigation";
import { outcomeOf, supportLine } from "../../../response/support-line";
import { showToast } from "../../../ui/toast";
import { noAnswer } from "../words";

export type EntryActs = ReturnType<typeof useEntryActs>;

/** What can be done with an entry. What fails is told in a message. */
export function useEntryActs({ row, answer }: PastCall, connection: Connection | undefined) {
	return entryActs(row, connection, answer ? outcomeOf(answer) : noAnswer(row));
}

/** The same for a row of a list. `outcome`: the status, or why there is none. */
export function entryActs(row: HistoryRow, connection: Connection | undefined, outcome: string) {
	const toConsole = async (open: (connectionId: string, reopened: ReopenedRequest) => void) => {
		if (connection === undefined) return;
		open(connection.id, await reopenHistoryEntry(row.id));
		navigate({ kind: "portal", id: connection.id, tab: "console" });
	};
	const copied = (what: string, copying: Promise<unknown>) =>
		tell(copying.then(() => showToast("ok", `Copied: ${what}`)));
	const line = () => {
		const identity = connection?.identity ?? { hubId: row.portal, appId: null };
		const endpoint = { method: row.method, path: row.path };
		return supportLine(identity, { sentAt: row.sentAt, correlationId: row.correlationId, endpoint }, outcome);
	};
	return {
		sendAgain: () => tell(toConsole(sendReopened)),
		reopen: () => tell(toConsole(reopenRequest)),
		pin: () => tell(setHistoryPinned(row.id, !row.pinned)),
		copyLine: () => copied("support line", copyText(line())),
		copyCurl: () => copied("cURL, without the token", copyHistoryCurl(row.id)),
		copyHar: () => copied("HAR, without secrets", copyHistoryHar(row.id)),
		copy: (text: string, what: string) => copied(what, copyText(text)),
	};
}

function tell(done: Promise<unknown>) {
	done.catch(toastError);
}
