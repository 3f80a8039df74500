import { Plus } from "lucide-react";
import type { ChangeDraft } from "../../../domain/request-draft";
import type { OperationDetail, RequestDraft, RequestProblem } from "../../../host/bindings";
import { Button } from "../../../ui/button";
import styles from "../console.module.css";
import { PairRows } from "./pair-rows";

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
	const add = (name: string) => onChange({ query: [...draft.query, { name, value: "", enabled: true }] });
	return (
		<fieldset className={styles.part}>
			<legend className={styles.legend}>Query</legend>
			<PairRows what="query parameter" pairs={draft.query} onChange={(query) => onChange({ query })} />
			{problems
				.filter(({ at }) => at === "query")
				.map(({ message }) => (
					<p key={message} className={styles.problem}>
						{message}
					</p>
				))}
			<div className={styles.adders}>
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
			</div>
		</fieldset>
	);
}
