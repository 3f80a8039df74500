import { useQuery } from "@tanstack/react-query";
import { ErrorNote } from "../../../domain/error-note";
import { Method, Path } from "../../../domain/method";
import type { Connection, HistoryRow } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { compareHistoryEntries } from "../../../host/queries/history";
import { StatusBadge } from "../../../response/status-badge";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { Bar, Loading } from "../../../ui/skeleton";
import { Time } from "../../../ui/time";
import type { Look } from "../use-look";
import { titleOf } from "../words";
import styles from "./compare-pane.module.css";
import { ComparedPart } from "./compared-part";

/** Two entries side by side: request, answer, headers. */
export function ComparePane({
	left,
	right,
	look,
	connections,
}: {
	left: string;
	right: string;
	look: Look;
	connections: Connection[];
}) {
	const compared = useQuery(compareHistoryEntries(left, right));
	if (compared.isPending) {
		return (
			<Loading what="Comparing">
				{["60%", "80%", "72%"].map((width) => (
					<Bar key={width} width={width} height={20} />
				))}
			</Loading>
		);
	}
	if (compared.error) {
		return (
			<ErrorNote
				error={toCommandError(compared.error)}
				actions={<Button onPress={() => compared.refetch()}>Try again</Button>}
			/>
		);
	}
	const { data } = compared;
	const differing = data.parts.filter(({ differences }) => differences > 0).length;
	return (
		<>
			<h2>Two calls side by side</h2>
			<div className={styles.heads}>
				<Head row={data.left} connections={connections} />
				<Head row={data.right} connections={connections} />
			</div>
			<Row between>
				<p role="status" className="muted">
					{differing === 0 ? "They are alike in all that is kept." : "What is alike is folded."}
				</p>
				<Row>
					<Button small onPress={() => look.change({ entry: right, beside: left })}>
						Swap sides
					</Button>
					<Button small onPress={() => look.change({ beside: null })}>
						Only the left one
					</Button>
				</Row>
			</Row>
			{data.parts.map((part) => (
				<ComparedPart key={part.name} part={part} />
			))}
		</>
	);
}

function Head({ row, connections }: { row: HistoryRow; connections: Connection[] }) {
	const portal = connections.find(({ id }) => id === row.connection)?.identity.portalName;
	return (
		<div className={styles.head}>
			<strong>{titleOf(row)}</strong>
			<span>
				<Method>{row.method}</Method> <Path text={row.path} />
			</span>
			<span className="muted">
				{row.status === null ? <Badge tone="danger">no answer</Badge> : <StatusBadge status={row.status} />}{" "}
				<Time at={row.sentAt} />
				{portal !== undefined && ` · ${portal}`}
			</span>
		</div>
	);
}
