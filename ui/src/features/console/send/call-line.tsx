import type { RefObject } from "react";
import type { ChangeDraft } from "../../../domain/request-draft";
import type { RequestDraft, RequestProblem } from "../../../host/bindings";
import { Select } from "../../../ui/select";
import { CodeInput } from "../code-input";
import { Problem } from "../request/problem";
import { usePathPaste } from "../request/use-path-paste";
import styles from "./call-line.module.css";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => ({ id: method, text: method }));

/** Method and path. The path has all the room there is; longer ones stand whole in the full address below. */
export function CallLine({
	connectionId,
	draft,
	onChange,
	pathInput,
	problems,
}: {
	connectionId: string;
	draft: RequestDraft;
	onChange: ChangeDraft;
	pathInput: RefObject<HTMLInputElement | null>;
	problems: RequestProblem[];
}) {
	usePathPaste(pathInput, connectionId, onChange);
	const wrong = problems.find(({ at }) => at === "path" || at === "method");
	return (
		<div>
			<div className={styles.callLine}>
				<Select
					label="Method"
					hideLabel
					mono
					choices={methods}
					value={draft.method}
					onChange={(method) => onChange({ method })}
				/>
				<CodeInput
					ref={pathInput}
					aria-label="Path"
					aria-invalid={wrong !== undefined}
					aria-describedby="path-problem"
					value={draft.path}
					onChange={(event) => onChange({ path: event.target.value })}
					onBlur={() => onChange(splitPath(draft))}
					placeholder="/crm/objects/2026-03/contacts"
					autoComplete="off"
					data-own-paste
				/>
			</div>
			<Problem id="path-problem">{wrong?.message}</Problem>
		</div>
	);
}

// A query typed with the path goes where it belongs, once the path is left.
function splitPath({ path: text, query: existing }: RequestDraft): Partial<RequestDraft> {
	const [path = "", query] = text.split("?", 2);
	if (!query) return {};
	const pairs = [...new URLSearchParams(query)].map(([name, value]) => ({ name, value, enabled: true }));
	return { path, query: [...existing, ...pairs] };
}
