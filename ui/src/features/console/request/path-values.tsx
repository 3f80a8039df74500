import { useState } from "react";
import { type ChangeDraft, pathNames } from "../../../domain/request-draft";
import type { OperationDetail, RequestDraft, RequestProblem } from "../../../host/bindings";
import { TextField } from "../../../ui/text-field";
import styles from "./path-values.module.css";

/** A field for each name in braces. */
export function PathValues({
	draft,
	onChange,
	operation,
	problems,
	showsAll,
}: {
	draft: RequestDraft;
	onChange: ChangeDraft;
	operation: OperationDetail | null;
	problems: RequestProblem[];
	/** Somebody tried to send it: what is missing is marked, visited or not. */
	showsAll: boolean;
}) {
	const [left, setLeft] = useState<string[]>([]);
	const names = pathNames(draft.path);
	const problemOf = (name: string) =>
		problems.find((problem) => problem.at === "path_value" && problem.name === name)?.message;
	// A field that was not visited yet is not marked as wrong; the Send bar tells that it is required.
	const isTouched = (name: string) => showsAll || left.includes(name) || Boolean(draft.pathValues[name]);
	if (names.length === 0) return null;
	return (
		<fieldset className={styles.pathValues}>
			<legend>Path</legend>
			{names.map((name) => (
				<TextField
					key={name}
					label={name}
					mono
					placeholder={
						operation?.pathParameters.find((parameter) => parameter.name === name)?.type ?? "value"
					}
					value={draft.pathValues[name] ?? ""}
					onChange={(value) => onChange({ pathValues: { ...draft.pathValues, [name]: value } })}
					onBlur={() => setLeft((previous) => [...previous, name])}
					error={isTouched(name) ? problemOf(name) : undefined}
				/>
			))}
		</fieldset>
	);
}
