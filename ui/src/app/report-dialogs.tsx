import { AskDialog } from "../features/report/ask-dialog";
import { ReportDialog } from "../features/report/report-dialog";
import type { InitialState } from "../host/bindings";
import type { Dialog } from "../navigation/history";
import { closeDialog } from "../navigation/navigation";

/** A report that is made of a portal, or asked for of somebody else. */
export function ReportDialogs({
	dialog,
	state,
}: {
	dialog: Extract<Dialog, { kind: "report" | "ask_report" }>;
	state: InitialState;
}) {
	if (dialog.kind === "ask_report") return <AskDialog onClose={closeDialog} />;
	const connection = state.connections.find(({ id }) => id === dialog.connection);
	if (connection === undefined) return null;
	return (
		<ReportDialog connection={connection} calls={dialog.calls} asked={dialog.asked} onClose={closeDialog} />
	);
}
