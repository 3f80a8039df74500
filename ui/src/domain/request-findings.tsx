import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { FindingSeverity, RequestFinding } from "../host/bindings";
import { Button } from "../ui/button";
import { Coded } from "../ui/coded";
import styles from "./request-findings.module.css";

const pictures = { error: CircleX, warning: TriangleAlert, info: Info };
const names: Record<FindingSeverity, string> = { error: "Error", warning: "Warning", info: "Note" };

/** What is wrong with a request, worst first, each with its place and, where one press mends it, the button. */
export function RequestFindings({
	label,
	findings,
	onMend,
}: {
	label: string;
	findings: RequestFinding[];
	onMend?: (finding: RequestFinding) => void;
}) {
	return (
		<ul className={styles.list} aria-label={label}>
			{findings.map((finding, at) => {
				const Picture = pictures[finding.severity];
				return (
					<li key={at} className={styles[finding.severity]}>
						<Picture aria-hidden className={styles.picture} />
						<div>
							<span className="sr-only">{names[finding.severity]}: </span>
							<Coded text={finding.message} /> <span className="muted">({finding.place})</span>
							{onMend && finding.mend !== null && (
								<Button kind="link" onPress={() => onMend(finding)}>
									{finding.mend}
								</Button>
							)}
						</div>
					</li>
				);
			})}
		</ul>
	);
}
