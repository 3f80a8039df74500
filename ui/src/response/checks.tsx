import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../domain/error-note";
import type { CheckedDiagnosis, MadeCheck, PlannedCheck } from "../host/bindings";
import { toCommandError } from "../host/errors";
import { callSentAt, checkCauses, diagnoseCall } from "../host/mutations";
import { Button } from "../ui/button";
import { Note } from "../ui/note";
import { Stack } from "../ui/stack";
import styles from "./checks.module.css";

/** A call that checks are made for: an entry of the history, or what was sent at an instant. */
export type CheckedCall = { entryId: string } | { connectionId: string; sentAt: string };

const entryOf = async (call: CheckedCall) =>
	"entryId" in call ? call.entryId : await callSentAt(call.connectionId, call.sentAt);

/** Lists the checks that tell the causes apart, and makes them when asked: calls that only read. */
export function Checks({
	call,
	checked,
	onChecked,
}: {
	call: CheckedCall;
	checked: CheckedDiagnosis | null;
	onChecked: (checked: CheckedDiagnosis) => void;
}) {
	const [planned, setPlanned] = useState<PlannedCheck[] | null>(null);
	const plan = useMutation({
		mutationFn: async () => {
			const id = await entryOf(call);
			return id === null ? [] : (await diagnoseCall(id)).planned;
		},
		onSuccess: setPlanned,
	});
	const make = useMutation({
		mutationFn: async () => {
			const id = await entryOf(call);
			return id === null ? null : await checkCauses(id);
		},
		onSuccess: (found) => {
			if (found !== null) onChecked(found);
		},
	});
	const error = plan.error ?? make.error;
	if (checked !== null) return null;
	return (
		<Stack gap="tight">
			{planned === null && (
				<div>
					<Button small onPress={() => plan.mutate()} isPending={plan.isPending}>
						Tell the causes apart…
					</Button>
				</div>
			)}
			{planned?.length === 0 && <p>No check of this app tells these causes apart.</p>}
			{planned !== null && planned.length > 0 && (
				<Note
					tone="info"
					compact
					title="These checks only read. Others may follow from what they find, twelve calls at most."
					actions={
						<Button small kind="primary" onPress={() => make.mutate()} isPending={make.isPending}>
							Make the checks
						</Button>
					}
				>
					<ul>
						{planned.map(({ check, sentence, call: sent }) => (
							<li key={check}>
								{sentence} <code>{sent}</code>
							</li>
						))}
					</ul>
				</Note>
			)}
			{error !== null && <ErrorNote error={toCommandError(error)} />}
		</Stack>
	);
}

/** The checks in the order in which they were made, with what each found. */
export function MadeChecks({ checks }: { checks: MadeCheck[] }) {
	if (checks.length === 0) return null;
	return (
		<table className={styles.checks} aria-label="Checks">
			<thead>
				<tr>
					<th scope="col">Checked</th>
					<th scope="col">Found</th>
				</tr>
			</thead>
			<tbody>
				{checks.map(({ check, call: sent, found }) => (
					<tr key={check}>
						<td>
							<code>{sent}</code>
						</td>
						<td>{found}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
