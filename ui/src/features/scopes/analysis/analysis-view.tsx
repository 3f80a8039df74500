import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { AnalysisSubject, Connection, Endpoint } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { analyzeEndpoints } from "../../../host/queries/verdicts";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { Select } from "../../../ui/select";
import { Bar, Loading } from "../../../ui/skeleton";
import { Stack } from "../../../ui/stack";
import type { Chosen } from "../sets/chosen-endpoints";
import styles from "./analysis-view.module.css";
import { AnswerNote } from "./answer-note";
import { EndpointTable } from "./endpoint-table";
import { NeededScopes } from "./needed-scopes";
import { UnusedScopes } from "./unused-scopes";

type ComparedCredential = "this" | "oauth" | "private_app" | "service_key";
const choices: { id: ComparedCredential; text: string }[] = [
	{ id: "this", text: "This connection" },
	{ id: "oauth", text: "A new OAuth app" },
	{ id: "private_app", text: "A new private app" },
	{ id: "service_key", text: "A new service key" },
];

/** What the list needs of this connection, or of a credential yet to be made. */
export function AnalysisView({
	connection,
	chosen,
	onRemove,
}: {
	connection: Connection;
	chosen: Chosen;
	onRemove: (endpoint: Endpoint) => void;
}) {
	const [credential, setCredential] = useState<ComparedCredential>("this");
	const against: AnalysisSubject =
		credential === "this" ? { kind: "connection", id: connection.id } : { kind: "new", credential };
	const analysis = useQuery(analyzeEndpoints(against, chosen.endpoints));
	return (
		<>
			<Row>
				<span className="muted">Compared with</span>
				<Select
					label="Compared with"
					hideLabel
					choices={choices}
					value={credential}
					onChange={setCredential}
				/>
			</Row>
			{analysis.error && (
				<ErrorNote
					error={toCommandError(analysis.error)}
					actions={<Button onPress={() => analysis.refetch()}>Try again</Button>}
				/>
			)}
			{analysis.isPending && <AnswerSkeleton rows={chosen.endpoints.length} />}
			{analysis.data && (
				<>
					<AnswerNote connection={credential === "this" ? connection : null} analysis={analysis.data} />
					<EndpointTable
						connectionId={connection.id}
						rows={analysis.data.rows}
						against={against}
						onRemove={onRemove}
						onReplace={chosen.replace}
					/>
					<NeededScopes
						analysis={analysis.data}
						credential={credential === "this" ? connection.credential : credential}
						isNew={credential !== "this"}
					/>
					{credential === "this" && (
						<UnusedScopes analysis={analysis.data} credential={connection.credential} />
					)}
				</>
			)}
		</>
	);
}

function AnswerSkeleton({ rows }: { rows: number }) {
	return (
		<Loading what="Checking the endpoints">
			<Stack className={styles.skeleton ?? ""}>
				<Bar width="100%" height={64} />
				{Array.from({ length: Math.min(rows, 8) }, (_, row) => (
					<Bar key={row} width="100%" height={36} />
				))}
			</Stack>
		</Loading>
	);
}
