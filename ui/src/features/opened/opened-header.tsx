import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { OpenedReport } from "../../host/bindings";
import { toastError } from "../../host/toast-error";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Time } from "../../ui/time";
import { VisibleText } from "../../ui/visible-text";
import { factsOf, nameOf, plain } from "./names";
import { closeReport } from "./open-file";
import styles from "./opened-header.module.css";

/** Whose report it is, and that it is one: of then, and only to be read. */
export function OpenedHeader({ report }: { report: OpenedReport }) {
	const client = useQueryClient();
	const facts = factsOf(report);
	return (
		<header className={styles.header}>
			<div className={styles.who}>
				<div className={styles.name}>
					<h1 tabIndex={-1}>
						<VisibleText text={nameOf(report)} />
					</h1>
					<Badge tone="neutral">{facts ? "REPORT · read only" : "HAR FILE · read only"}</Badge>
				</div>
				<p className="muted">
					{facts ? (
						<>
							Hub ID <span className="mono">{facts.connection.hubId}</span> ·{" "}
							{plain(facts.connection.environment)}
							{facts.connection.dataCenter !== null && ` · ${facts.connection.dataCenter}`} · as of{" "}
							<Time at={facts.madeAt} /> ·{" "}
						</>
					) : (
						"Calls that another tool recorded · "
					)}
					<code>
						<VisibleText text={report.fileName} />
					</code>
				</p>
			</div>
			<Button onPress={() => void closeReport(client, report.id).catch(toastError)}>
				<X aria-hidden />
				Close
			</Button>
		</header>
	);
}
