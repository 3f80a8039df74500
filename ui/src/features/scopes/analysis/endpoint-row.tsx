import { ChevronDown, ChevronRight, Terminal, X } from "lucide-react";
import { useId, useState } from "react";
import { Method, Path } from "../../../domain/method";
import { openEndpoint } from "../../../domain/request-draft";
import { SunsetWords } from "../../../domain/sunset-words";
import { Requirement, VerdictBadge } from "../../../domain/verdict";
import type { AnalysisSubject, AnalyzedEndpoint, Endpoint } from "../../../host/bindings";
import { navigate } from "../../../navigation/navigation";
import { Badge } from "../../../ui/badge";
import { Button, IconButton } from "../../../ui/button";
import styles from "./endpoint-row.module.css";
import { OperationDetails } from "./operation-details";

/** One endpoint: what it is, whether it is allowed, what it needs; unfolded, all that is known. */
export function EndpointRow({
	row,
	against,
	onRemove,
	onReplace,
	connectionId,
}: {
	row: AnalyzedEndpoint;
	against: AnalysisSubject;
	onRemove: (endpoint: Endpoint) => void;
	onReplace: (old: Endpoint, next: Endpoint) => void;
	/** In whose Console the endpoint is opened. */
	connectionId: string;
}) {
	const [open, setOpen] = useState(false);
	const id = useId();
	const { endpoint, verdict, alternatives, sunset, successor } = row;
	const title = row.title ?? endpoint.path;
	const Arrow = open ? ChevronDown : ChevronRight;
	const version = (
		<>
			{row.version ?? "not known"}
			{row.deprecated && <span className={styles.deprecated}> · deprecated</span>}
			{sunset && <SunsetWords sunset={sunset} passed={row.sunsetPassed} short />}
		</>
	);
	return (
		<>
			<tr>
				<th scope="row">
					{row.title === null ? (
						<strong>Not in the catalogue</strong>
					) : (
						<Button
							kind="quiet"
							className={styles.title ?? ""}
							aria-expanded={open}
							aria-controls={open ? id : undefined}
							onPress={() => setOpen(!open)}
						>
							<Arrow aria-hidden />
							{title}
						</Button>
					)}
					<div className={styles.call}>
						<Method>{endpoint.method}</Method> <Path text={endpoint.path} />
					</div>
					<div className={styles.versionBelow}>{version}</div>
				</th>
				<td>
					{isYetToBeMade(against, verdict) ? (
						<Badge tone="neutral">Can be granted</Badge>
					) : (
						<>
							<VerdictBadge verdict={verdict} />
							{(verdict.kind !== "allowed" || verdict.probable) && (
								<p className={styles.sentence}>{verdict.sentence}</p>
							)}
						</>
					)}
				</td>
				<td>
					<Requirement verdict={verdict} />
					{alternatives > verdict.anyOf.length && !open && (
						<Button kind="link" onPress={() => setOpen(true)}>
							or {alternatives - verdict.anyOf.length} others
						</Button>
					)}
				</td>
				<td className={styles.version}>{version}</td>
				<td className={styles.acts}>
					<IconButton
						label={`Open ${title} in Console`}
						onPress={() => openInConsole(connectionId, endpoint)}
					>
						<Terminal aria-hidden />
					</IconButton>
					<IconButton label={`Remove ${title}`} onPress={() => onRemove(endpoint)}>
						<X aria-hidden />
					</IconButton>
				</td>
			</tr>
			{open && (
				<tr id={id} className={styles.details}>
					<td colSpan={5}>
						<OperationDetails
							endpoint={endpoint}
							against={against}
							onReplace={successor === null ? null : () => onReplace(endpoint, successor)}
						/>
					</td>
				</tr>
			)}
		</>
	);
}

/** Nothing is refused to an app that does not exist yet, if its scopes can be asked for. */
function isYetToBeMade(against: AnalysisSubject, { kind, probable }: AnalyzedEndpoint["verdict"]) {
	return against.kind === "new" && kind === "missing_scopes" && !probable;
}

function openInConsole(connectionId: string, endpoint: Endpoint) {
	openEndpoint(connectionId, endpoint);
	navigate({ kind: "portal", id: connectionId, tab: "console" });
}
