import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { events, type OpenedReport } from "../../host/bindings";
import { hasCode } from "../../host/errors";
import { Channel, closeOpenedReport, openReportFile } from "../../host/mutations";
import { invalidate } from "../../host/queries/changes";
import { toastError } from "../../host/toast-error";
import { createStore } from "../../lib/store";
import { currentPlace, navigate } from "../../navigation/navigation";

/** A file that is being read: how many calls, and since when. */
type Opening = { calls: number; since: string };

export const opening = createStore<Opening | null>(null);

function tellRead(calls: number) {
	opening.set((before) => ({ calls, since: before?.since ?? new Date().toISOString() }));
}

/** Has the host ask for a file and open it. What is refused is told in words. */
export async function openReport(client: QueryClient) {
	const progress = new Channel<number>();
	progress.onmessage = tellRead;
	try {
		const report = await openReportFile(progress);
		if (report !== null) show(client, report);
	} catch (thrown) {
		tellRefused(thrown);
	} finally {
		opening.set(null);
	}
}

export async function closeReport(client: QueryClient, id: string) {
	const place = currentPlace();
	await closeOpenedReport(id);
	await invalidate.openedReports(client);
	if (place.kind === "opened" && place.id === id) navigate({ kind: "diagnostics" });
}

/** A report that was dropped on the window is read by the host, and shown like one that was chosen. */
export function useDroppedReports() {
	const client = useQueryClient();
	useEffect(() => {
		const stop = events.reportDropped.listen(({ payload }) => {
			if (payload.kind === "opening") return tellRead(0);
			if (payload.kind === "read") return tellRead(payload.calls);
			opening.set(null);
			if (payload.kind === "opened") show(client, payload.report);
			else tellRefused(payload.error);
		});
		return () => void stop.then((unlisten) => unlisten());
	}, [client]);
}

function show(client: QueryClient, { id }: OpenedReport) {
	void invalidate.openedReports(client);
	navigate({ kind: "opened", id, tab: "overview" });
}

function tellRefused(thrown: unknown) {
	if (!hasCode(thrown, "cancelled")) toastError(thrown);
}
