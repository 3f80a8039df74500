import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button";
import { ErrorNote } from "../../components/error-note";
import { count } from "../../components/format";
import { Note } from "../../components/note";
import { Bar, Loading } from "../../components/skeleton";
import { Switch } from "../../components/switch";
import { type CoverageHead, commands, type Endpoint } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import styles from "./coverage.module.css";
import { CoverageExport } from "./coverage-export";
import { CoverageGrid } from "./coverage-grid";

/** The list held against every connected portal, as a matrix. */
export function CoverageView({
	endpoints,
	onOpenPortal,
}: {
	endpoints: Endpoint[];
	onOpenPortal: (id: string) => void;
}) {
	const [onlyGaps, setOnlyGaps] = useState(false);
	const head = useQuery({
		queryKey: ["verdict", "coverage", endpoints, onlyGaps],
		queryFn: () => commands.openCoverage(endpoints, onlyGaps),
		// The host holds one matrix; one from before may be gone.
		staleTime: 0,
		gcTime: 0,
	});
	if (head.error) {
		return (
			<ErrorNote
				error={toCommandError(head.error)}
				actions={<Button onPress={() => head.refetch()}>Try again</Button>}
			/>
		);
	}
	if (head.isPending) return <MatrixSkeleton />;
	return (
		<div className={styles.view}>
			<div className={styles.head}>
				<p role="status">{summary(head.data)}</p>
				<Switch isSelected={onlyGaps} onChange={setOnlyGaps}>
					Only endpoints with gaps
				</Switch>
				<CoverageExport head={head.data} />
			</div>
			{head.data.endpoints === 0 ? (
				<Note tone="ok" title="Every portal allows every endpoint of the list." />
			) : (
				<CoverageGrid head={head.data} onOpenPortal={onOpenPortal} onGone={head.refetch} />
			)}
		</div>
	);
}

function summary({ endpoints, leftOut, portals, allowed, cells }: CoverageHead): string {
	const share = cells === 0 ? 0 : Math.floor((allowed / cells) * 100);
	return `${count(endpoints + leftOut, "endpoint")} × ${count(portals, "portal")}: ${share} % allowed`;
}

function MatrixSkeleton() {
	return (
		<Loading what="Working out the matrix">
			<div className={styles.skeleton}>
				{Array.from({ length: 8 }, (_, row) => (
					<Bar key={row} width="100%" height={32} />
				))}
			</div>
		</Loading>
	);
}
