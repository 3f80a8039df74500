import { useState } from "react";
import { endpointKey } from "../../../domain/endpoint-list";
import type { AnalysisSubject, AnalyzedEndpoint, Endpoint } from "../../../host/bindings";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Switch } from "../../../ui/switch";
import { EndpointRow } from "./endpoint-row";
import styles from "./endpoint-table.module.css";

const step = 200;

/** The chosen endpoints with their verdicts; a press on one shows all that is known of it. */
export function EndpointTable({
	rows,
	connectionId,
	against,
	...acts
}: {
	rows: AnalyzedEndpoint[];
	connectionId: string;
	against: AnalysisSubject;
	onRemove: (endpoint: Endpoint) => void;
	onReplace: (old: Endpoint, next: Endpoint) => void;
}) {
	const [onlyRefused, setOnlyRefused] = useState(false);
	const [most, setMost] = useState(step);
	const refused = rows.filter(({ verdict }) => verdict.kind !== "allowed");
	const wanted = onlyRefused ? refused : rows;
	const shown = wanted.slice(0, most);
	return (
		<>
			{against.kind !== "new" && refused.length > 0 && refused.length < rows.length && (
				<Switch isSelected={onlyRefused} onChange={setOnlyRefused}>
					Only the {refused.length} not allowed
				</Switch>
			)}
			<div className={styles.scroll}>
				<table className={styles.table}>
					<caption className="sr-only">The chosen endpoints and whether each is allowed</caption>
					<thead>
						<tr>
							<th scope="col">Endpoint</th>
							<th scope="col">Allowed?</th>
							<th scope="col">What it needs</th>
							<th scope="col" className={styles.version}>
								Version
							</th>
							<th scope="col">
								<span className="sr-only">Actions</span>
							</th>
						</tr>
					</thead>
					<tbody>
						{shown.map((row) => (
							<EndpointRow
								key={endpointKey(row.endpoint)}
								row={row}
								against={against}
								connectionId={connectionId}
								{...acts}
							/>
						))}
					</tbody>
				</table>
			</div>
			{wanted.length > shown.length && (
				<Button onPress={() => setMost(most + step)}>
					Show {count(Math.min(step, wanted.length - shown.length), "more endpoint", "more endpoints")} of{" "}
					{wanted.length - shown.length}
				</Button>
			)}
		</>
	);
}
