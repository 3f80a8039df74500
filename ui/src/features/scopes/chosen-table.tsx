import { Terminal, X } from "lucide-react";
import { Button, IconButton } from "../../components/button";
import { CopyButton } from "../../components/copy-button";
import { endpointKey } from "../../components/endpoint-list";
import { ErrorNote } from "../../components/error-note";
import { count } from "../../components/format";
import { Method, Path } from "../../components/method";
import { Bar, Loading } from "../../components/skeleton";
import { Requirement, VerdictBadge } from "../../components/verdict";
import { type Connection, commands, type Endpoint, type EndpointVerdict } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { useEndpointVerdicts } from "../../host/operations";
import { missingScopes } from "./missing";
import styles from "./scopes.module.css";

type Acts = {
	onRemove: (endpoint: Endpoint) => void;
	onOpenInConsole: (endpoint: Endpoint) => void;
};

/** The chosen endpoints with their verdicts, and the one way to mend what is missing. */
export function ChosenTable({
	connection,
	endpoints,
	onReauthorize,
	...acts
}: Acts & { connection: Connection; endpoints: Endpoint[]; onReauthorize: (scopes: string[]) => void }) {
	const verdicts = useEndpointVerdicts(connection.id, endpoints);
	if (verdicts.error) {
		return (
			<ErrorNote
				error={toCommandError(verdicts.error)}
				actions={<Button onPress={() => verdicts.refetch()}>Try again</Button>}
			/>
		);
	}
	if (verdicts.isPending) return <TableSkeleton rows={endpoints.length} />;
	const missing = missingScopes(verdicts.data);
	const allowed = verdicts.data.filter(({ verdict }) => verdict.kind === "allowed").length;
	return (
		<>
			<div className={styles.head}>
				<div>
					<h2>Endpoints you watch</h2>
					<p className="muted">A scope is a permission that the portal grants to the app.</p>
				</div>
				<span className="muted" role="status">
					{allowed} of {verdicts.data.length} allowed
				</span>
			</div>
			<div className={styles.scroll}>
				<table className={styles.table}>
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
						{verdicts.data.map((row) => (
							<Row key={endpointKey(row.endpoint)} row={row} {...acts} />
						))}
					</tbody>
				</table>
			</div>
			{missing.length > 0 && (
				<Mend connection={connection} missing={missing} onReauthorize={() => onReauthorize(missing)} />
			)}
		</>
	);
}

function Row({ row, onRemove, onOpenInConsole }: Acts & { row: EndpointVerdict }) {
	const { operation, endpoint, verdict } = row;
	const title = operation?.title ?? endpoint.path;
	const version = (
		<>
			{operation?.version ?? "version not known"}
			{operation?.deprecated && <span className={styles.deprecated}> · deprecated</span>}
		</>
	);
	return (
		<tr>
			<th scope="row">
				<strong>{title}</strong>
				<div className={styles.call}>
					<Method>{endpoint.method}</Method> <Path text={endpoint.path} />
				</div>
				<div className={styles.versionBelow}>{version}</div>
			</th>
			<td>
				<VerdictBadge verdict={verdict} />
				{verdict.kind !== "allowed" && <p className={styles.sentence}>{verdict.sentence}</p>}
			</td>
			<td>
				<Requirement verdict={verdict} />
			</td>
			<td className={styles.version}>{version}</td>
			<td className={styles.acts}>
				<IconButton label={`Open ${title} in Console`} onPress={() => onOpenInConsole(endpoint)}>
					<Terminal aria-hidden />
				</IconButton>
				<IconButton label={`Remove ${title}`} onPress={() => onRemove(endpoint)}>
					<X aria-hidden />
				</IconButton>
			</td>
		</tr>
	);
}

function Mend({
	connection,
	missing,
	onReauthorize,
}: {
	connection: Connection;
	missing: string[];
	onReauthorize: () => void;
}) {
	const copy = <CopyButton label="Copy missing scopes" copy={() => commands.copyText(missing.join(" "))} />;
	if (connection.credential !== "oauth") {
		return (
			<div className={styles.foot}>
				{copy}
				<span className="muted">Add them to the token in the portal's settings, then check again here.</span>
			</div>
		);
	}
	return (
		<div className={styles.foot}>
			<Button kind="primary" onPress={onReauthorize}>
				Re-authorize with {count(missing.length, "more scope", "more scopes")}…
			</Button>
			{copy}
			<span className="muted">
				Opens the consent page in your browser. You will see exactly what is asked first.
			</span>
		</div>
	);
}

function TableSkeleton({ rows }: { rows: number }) {
	return (
		<Loading what="Checking the endpoints">
			<div className={styles.skeleton}>
				{Array.from({ length: Math.min(rows, 8) }, (_, row) => (
					<Bar key={row} width="100%" height={36} />
				))}
			</div>
		</Loading>
	);
}
