import { lazy, Suspense, useState } from "react";
import { FaultBoundary } from "../../domain/fault-boundary";
import type { UsagePoint } from "../../host/bindings";
import { clockTime } from "../../lib/format";
import { Button } from "../../ui/button";
import { Row } from "../../ui/row";
import { Bar } from "../../ui/skeleton";
import { Stack } from "../../ui/stack";
import styles from "./usage-figures.module.css";
import { isLimitNear, usageSummary, usedIn } from "./usage-words";

const UsagePlot = lazy(() => import("./usage-plot"));
const shownInTable = 200;

/** The points as a picture, as a sentence and as a table. */
export function UsageFigures({ points }: { points: UsagePoint[] }) {
	const [isTable, setTable] = useState(false);
	const summary = usageSummary(points);
	return (
		<Stack>
			{isTable ? (
				<UsageTable points={points} />
			) : (
				<>
					<FaultBoundary what="The plot">
						<Suspense fallback={<Bar width="100%" height={128} />}>
							<UsagePlot points={points} label={`Calls in each ten seconds since the start. ${summary}`} />
						</Suspense>
					</FaultBoundary>
					<p className={styles.legend} aria-hidden>
						<span className={styles.line}>calls in ten seconds</span>
						{isLimitNear(points) && <span className={`${styles.line} ${styles.limit}`}>limit</span>}
					</p>
				</>
			)}
			<p className="tiny">{summary}</p>
			<Row gap="3">
				<Button small onPress={() => setTable(!isTable)}>
					{isTable ? "Show as a plot" : "Show as a table"}
				</Button>
			</Row>
		</Stack>
	);
}

function UsageTable({ points }: { points: UsagePoint[] }) {
	const latest = points.slice(-shownInTable).reverse();
	return (
		<section
			className={`${styles.table} num`}
			aria-label="Calls in each ten seconds, the latest first"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
			tabIndex={0}
		>
			<table>
				<thead>
					<tr>
						<th scope="col">Seen at</th>
						<th scope="col">Calls</th>
						<th scope="col">Limit</th>
						<th scope="col">Today</th>
					</tr>
				</thead>
				<tbody>
					{latest.map((point, at) => (
						<tr key={`${point.at} ${points.length - at}`}>
							<td>{clockTime(point.at)}</td>
							<td>{figure(usedIn(point))}</td>
							<td>{figure(point.max)}</td>
							<td>{figure(point.dailyUsed)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

const figure = (number: number | null) => (number === null ? "not told" : number.toLocaleString("en-GB"));
