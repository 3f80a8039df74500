import { Plus } from "lucide-react";
import { useState } from "react";
import type { ChangeDraft } from "../../../domain/request-draft";
import type { OperationDetail, RequestDraft, RequestProblem } from "../../../host/bindings";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { Stack } from "../../../ui/stack";
import { PairRows } from "./pair-rows";
import { Problem } from "./problem";
import styles from "./query-table.module.css";

/** The query, with the parameters the endpoint knows one press away. */
export function QueryTable({
	draft,
	onChange,
	operation,
	problems,
}: {
	draft: RequestDraft;
	onChange: ChangeDraft;
	operation: OperationDetail | null;
	problems: RequestProblem[];
}) {
	const used = new Set(draft.query.map(({ name }) => name));
	const known = operation?.queryParameters.filter(({ name }) => !used.has(name)) ?? [];
	const [added, setAdded] = useState<number | null>(null);
	const add = (name: string) => {
		setAdded(draft.query.length);
		onChange({ query: [...draft.query, { name, value: "", enabled: true }] });
	};
	return (
		<Stack as="fieldset" gap="tight">
			<legend className={styles.legend}>Query</legend>
			<PairRows
				what="query parameter"
				pairs={draft.query}
				onChange={(query) => onChange({ query })}
				added={added}
			/>
			{problems
				.filter(({ at }) => at === "query")
				.map(({ message }) => (
					<Problem key={message}>{message}</Problem>
				))}
			<Row gap="1">
				<Button small onPress={() => add("")}>
					<Plus aria-hidden />
					Parameter
				</Button>
				{known.map(({ name, required }) => (
					<Button
						key={name}
						small
						kind="quiet"
						onPress={() => add(name)}
						aria-label={`Add parameter ${name}`}
					>
						<Plus aria-hidden />
						<code>{name}</code>
						{required && "(required)"}
					</Button>
				))}
			</Row>
		</Stack>
	);
}
