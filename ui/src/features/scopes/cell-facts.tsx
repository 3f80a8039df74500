import { useQuery } from "@tanstack/react-query";
import { Button } from "../../components/button";
import { Requirement, VerdictBadge } from "../../components/verdict";
import { type CoverageColumn, type CoverageRow, commands } from "../../host/bindings";
import styles from "./coverage.module.css";

/** The active cell in words: which call, which portal, what is missing. */
export function CellFacts({
	row,
	column,
	onOpenPortal,
}: {
	row: CoverageRow | undefined;
	column: CoverageColumn | undefined;
	onOpenPortal: (id: string) => void;
}) {
	const endpoint = row?.endpoint;
	const checked = useQuery({
		queryKey: ["verdict", "cell", column?.connection, endpoint],
		queryFn: () => commands.checkEndpoints(column?.connection ?? "", endpoint ? [endpoint] : []),
		enabled: endpoint !== undefined && column !== undefined,
	});
	const verdict = checked.data?.[0]?.verdict;
	if (!row || !column) return null;
	return (
		<div className={styles.facts} role="status">
			<p>
				<strong>{row.title}</strong> in <strong>{column.name}</strong>{" "}
				<span className="muted num">({column.hubId})</span>
			</p>
			{verdict && (
				<div className={styles.factLine}>
					<VerdictBadge verdict={verdict} />
					<span>{verdict.sentence}</span>
					<Requirement verdict={verdict} />
				</div>
			)}
			<Button small onPress={() => onOpenPortal(column.connection)}>
				Open {column.name}
			</Button>
		</div>
	);
}
