import { Search } from "lucide-react";
import { type RefObject, useState } from "react";
import type { ChangeDraft } from "../../../domain/request-draft";
import type { RequestDraft, RequestProblem } from "../../../host/bindings";
import { IconButton } from "../../../ui/button";
import { Select } from "../../../ui/select";
import { CodeInput } from "../code-input";
import { EndpointPicker } from "../request/endpoint-picker";
import { Problem } from "../request/problem";
import { usePathPaste } from "../request/use-path-paste";
import styles from "./call-line.module.css";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method) => ({ id: method, text: method }));

/** Method and path, and the way to find an endpoint by words. */
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
	const [picking, setPicking] = useState(false);
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
				<IconButton label="Choose an endpoint" onPress={() => setPicking(true)}>
					<Search aria-hidden />
				</IconButton>
			</div>
			<Problem id="path-problem">{wrong?.message}</Problem>
			<EndpointPicker connectionId={connectionId} isOpen={picking} onClose={() => setPicking(false)} />
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
