import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { CoverageMatrix, Endpoint } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { openCoverage } from "../../../host/queries/verdicts";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Note } from "../../../ui/note";
import { Row } from "../../../ui/row";
import { Bar, Loading } from "../../../ui/skeleton";
import { Stack } from "../../../ui/stack";
import { Switch } from "../../../ui/switch";
import { CoverageExport } from "./coverage-export";
import { CoverageGrid } from "./coverage-grid";
import styles from "./coverage-view.module.css";

/** The list of endpoints compared with every connected portal, as a matrix. */
export function CoverageView({ endpoints }: { endpoints: Endpoint[] }) {
	const [onlyGaps, setOnlyGaps] = useState(false);
	const matrix = useQuery(openCoverage(endpoints, onlyGaps));
	if (matrix.error) {
		return (
			<ErrorNote
				error={toCommandError(matrix.error)}
				actions={<Button onPress={() => matrix.refetch()}>Try again</Button>}
			/>
		);
	}
	if (matrix.isPending) return <MatrixSkeleton />;
	return (
		<div className={styles.view}>
			<Row gap="2-4" className={styles.head ?? ""}>
				<p role="status">{summary(matrix.data)}</p>
				<Switch isSelected={onlyGaps} onChange={setOnlyGaps}>
					Only endpoints with gaps
				</Switch>
				<CoverageExport matrix={matrix.data} />
			</Row>
			{matrix.data.rows.length === 0 ? (
				<Note tone="ok" title="Every portal allows every endpoint of the list." />
			) : (
				<CoverageGrid matrix={matrix.data} />
			)}
		</div>
	);
}

function summary({ rows, columns, skipped, allowed }: CoverageMatrix): string {
	const endpoints = rows.length + skipped;
	const cells = endpoints * columns.length;
	const share = cells === 0 ? 0 : Math.floor((allowed / cells) * 100);
	return `${count(endpoints, "endpoint")} × ${count(columns.length, "portal")}: ${share} % allowed`;
}

function MatrixSkeleton() {
	return (
		<Loading what="Working out the matrix">
			<Stack>
				{Array.from({ length: 8 }, (_, row) => (
					<Bar key={row} width="100%" height={32} />
				))}
			</Stack>
		</Loading>
	);
}
