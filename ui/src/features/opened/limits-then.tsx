import type { ReportLimitPoint } from "../../host/bindings";
import { count } from "../../lib/format";
import { Card } from "../../ui/card";
import { Time } from "../../ui/time";
import styles from "./limits-then.module.css";
import type { Whole } from "./names";

const height = 60;
const step = 8;

/** The rate limits over the time of the report. Its plot is of one color: it is no state of now. */
export function LimitsThen({ points }: { points: Whole<ReportLimitPoint>[] }) {
	if (points.length === 0) return null;
	const most = Math.max(...points.map(({ calls }) => calls));
	const refused = points.reduce((sum, point) => sum + point.refused, 0);
	const known = points.flatMap(({ at, lowest }) =>
		lowest.remaining === null ? [] : [{ at, remaining: lowest.remaining, max: lowest.max }],
	);
	const lowest = [...known].sort((one, other) => one.remaining - other.remaining)[0];
	return (
		<Card title="Rate limits then">
			<p>
				{lowest === undefined ? (
					"The answers told no limits."
				) : (
					<>
						The least that was left: {lowest.remaining}
						{lowest.max !== null && ` of ${lowest.max}`} calls, <Time at={lowest.at} />.
					</>
				)}{" "}
				{refused === 0
					? "No call was refused because of them."
					: `${count(refused, "call")} refused because of them.`}
			</p>
			<svg
				className={styles.plot}
				viewBox={`0 0 ${points.length * step} ${height}`}
				preserveAspectRatio="none"
				role="img"
				aria-label={`Calls over time, ${most} at most in a stretch; the figures are in the table below`}
			>
				{points.map(({ at, calls, refused: no }, index) => {
					const tall = (calls / most) * height;
					const part = (no / most) * height;
					return (
						<g key={at}>
							<rect
								className={styles.calls}
								x={index * step}
								y={height - tall}
								width={step - 1}
								height={tall}
							/>
							<rect
								className={styles.refused}
								x={index * step}
								y={height - part}
								width={step - 1}
								height={part}
							/>
						</g>
					);
				})}
			</svg>
			<details>
				<summary>As a table</summary>
				<section className={styles.scroll} aria-label="Rate limits as a table">
					<table>
						<thead>
							<tr>
								<th scope="col">From</th>
								<th scope="col">Calls</th>
								<th scope="col">Refused</th>
								<th scope="col">Least left</th>
								<th scope="col">Least left on the day</th>
							</tr>
						</thead>
						<tbody>
							{points.map((point) => (
								<tr key={point.at} className="num">
									<td>
										<Time at={point.at} />
									</td>
									<td>{point.calls}</td>
									<td>{point.refused}</td>
									<td>{figure(point.lowest.remaining, point.lowest.max)}</td>
									<td>{figure(point.lowest.dailyRemaining, point.lowest.dailyMax)}</td>
								</tr>
							))}
						</tbody>
					</table>
				</section>
			</details>
		</Card>
	);
}

function figure(left: number | null, max: number | null): string {
	if (left === null) return "not told";
	return max === null ? String(left) : `${left} of ${max}`;
}
