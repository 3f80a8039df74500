import { Fragment } from "react";
import type { ComparedRow, ComparedPart as Part, PartName } from "../../../host/bindings";
import { count } from "../../../lib/format";
import { VisibleText } from "../../../ui/visible-text";
import styles from "./compared-part.module.css";

const names: Record<PartName, string> = {
	request: "Request",
	request_headers: "Request headers",
	request_body: "Request body",
	answer: "Answer",
	response_headers: "Response headers",
	response_body: "Response body",
};

/** One part of two calls, line beside line. */
export function ComparedPart({ part: { name, differences, rows, isCut } }: { part: Part }) {
	const isAlike = differences === 0;
	return (
		<section aria-label={names[name]}>
			<h3 className={styles.title}>
				{names[name]}{" "}
				<span className="muted">{isAlike ? "alike" : count(differences, "different line")}</span>
			</h3>
			{!isAlike && (
				<table className={styles.lines}>
					<thead className="sr-only">
						<tr>
							<th scope="col">Left</th>
							<th scope="col">Right</th>
						</tr>
					</thead>
					<tbody>
						{rows.map((row, at) => (
							<Fragment key={at}>
								{row.skipped > 0 && (
									<tr>
										<td colSpan={2} className={styles.skipped}>
											{count(row.skipped, "line")} alike
										</td>
									</tr>
								)}
								<tr>
									<Side line={row.left} other={row.right} differs={row.differs} mark="−" />
									<Side line={row.right} other={row.left} differs={row.differs} mark="+" />
								</tr>
							</Fragment>
						))}
					</tbody>
				</table>
			)}
			{isCut && <p className="muted">More differs; only the first lines are shown.</p>}
		</section>
	);
}

function Side({
	line,
	other,
	differs,
	mark,
}: {
	line: ComparedRow["left"];
	other: ComparedRow["left"];
	differs: boolean;
	mark: string;
}) {
	const isOwn = differs && line !== null;
	return (
		<td className={isOwn ? (other === null ? styles.alone : styles.other) : undefined}>
			{isOwn && (
				<span className={styles.mark}>
					<span aria-hidden>{mark}</span>
					<span className="sr-only">different: </span>
				</span>
			)}
			<code>{line !== null && <VisibleText text={line} />}</code>
		</td>
	);
}
