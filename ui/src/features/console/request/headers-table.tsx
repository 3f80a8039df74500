import { Plus } from "lucide-react";
import { useState } from "react";
import type { ChangeDraft } from "../../../domain/request-draft";
import type { RequestDraft, RequestPreview, RequestProblem } from "../../../host/bindings";
import { Button } from "../../../ui/button";
import { HeaderTable } from "../../../ui/header-table";
import { Row } from "../../../ui/row";
import { Stack } from "../../../ui/stack";
import { PairRows } from "./pair-rows";
import { Problem } from "./problem";

const origins = { connection: "from this connection", app: "set by Portalscope", you: "added by you" };

/** The headers that will go out: those the app builds, shown as such, and one's own. */
export function HeadersTable({
	draft,
	onChange,
	headers,
	problems,
}: {
	draft: RequestDraft;
	onChange: ChangeDraft;
	headers: RequestPreview["headers"];
	problems: RequestProblem[];
}) {
	const own = problems.filter(({ at }) => at === "header");
	const [added, setAdded] = useState<number | null>(null);
	const add = () => {
		setAdded(draft.headers.length);
		onChange({ headers: [...draft.headers, { name: "", value: "", enabled: true }] });
	};
	const built = headers.filter(({ origin }) => origin !== "you");
	return (
		<Stack as="section" gap="tight" aria-label="Headers">
			<h3>Headers</h3>
			<HeaderTable>
				<thead className="sr-only">
					<tr>
						<th scope="col">Name</th>
						<th scope="col">Value</th>
						<th scope="col">Origin</th>
					</tr>
				</thead>
				<tbody>
					{built.map(({ name, value, origin, note }) => (
						<tr key={name}>
							<th scope="row" className="mono">
								{name}
							</th>
							<td className="mono">{value}</td>
							<td className="muted">{note || origins[origin]}</td>
						</tr>
					))}
				</tbody>
			</HeaderTable>
			<PairRows
				what="header"
				pairs={draft.headers}
				onChange={(pairs) => onChange({ headers: pairs })}
				wrong={own.map(({ name }) => name)}
				added={added}
			/>
			{own.map(({ message }) => (
				<Problem key={message}>{message}</Problem>
			))}
			<Row gap="1">
				<Button small onPress={add}>
					<Plus aria-hidden />
					Header
				</Button>
			</Row>
		</Stack>
	);
}
