import { useQuery } from "@tanstack/react-query";
import { ErrorNote } from "../../../domain/error-note";
import { Requirement, VerdictBadge } from "../../../domain/verdict";
import type { CoverageColumn, CoverageRow } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { checkEndpoint } from "../../../host/queries/verdicts";
import { useDebounced } from "../../../lib/debounced";
import { navigate } from "../../../navigation/navigation";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import styles from "./cell-facts.module.css";

type Facts = { row: CoverageRow | undefined; column: CoverageColumn | undefined };

/** The active cell in words: which call, which portal, what is missing. */
export function CellFacts({ row, column }: Facts) {
	// Cells that an arrow key runs over are neither asked for nor read out.
	const endpoint = useDebounced(row, 120);
	const portal = useDebounced(column, 120);
	return (
		<div className={styles.facts} role="status">
			{endpoint && portal && <CellVerdict row={endpoint} column={portal} />}
		</div>
	);
}

function CellVerdict({ row, column }: { row: CoverageRow; column: CoverageColumn }) {
	const checked = useQuery(checkEndpoint(column.connection, row.endpoint));
	const verdict = checked.data?.[0]?.verdict;
	return (
		<>
			<p>
				<strong>{row.title}</strong> in <strong>{column.name}</strong>{" "}
				<span className="muted num">({column.hubId})</span>
			</p>
			{checked.error && <ErrorNote error={toCommandError(checked.error)} />}
			{verdict && (
				<Row>
					<VerdictBadge verdict={verdict} />
					<span>{verdict.sentence}</span>
					<Requirement verdict={verdict} />
				</Row>
			)}
			<Button
				small
				onPress={() =>
					navigate({ kind: "portal", id: column.connection, tab: "scopes", scopesFor: "portal" })
				}
			>
				Open {column.name}
			</Button>
		</>
	);
}
