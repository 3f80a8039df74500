import { forgetChosenCalls, useChosenCalls } from "../../domain/chosen-calls";
import type { Connection } from "../../host/bindings";
import { count } from "../../lib/format";
import { makeReport } from "../../navigation/navigation";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";

/** The calls that were chosen for a report of a portal, and what becomes of them. */
export function ChosenCallsNote({ connection }: { connection: Connection }) {
	const calls = useChosenCalls(connection.id);
	if (calls.length === 0) return null;
	return (
		<Note
			tone="info"
			title={`${count(calls.length, "call")} of ${connection.identity.portalName} chosen for a report.`}
			compact
			announce
			actions={
				<>
					<Button small kind="primary" onPress={() => makeReport(connection.id, calls)}>
						Make the report…
					</Button>
					<Button small onPress={() => forgetChosenCalls(connection.id)}>
						Choose none
					</Button>
				</>
			}
		/>
	);
}
