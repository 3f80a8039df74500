import { useState } from "react";
import type { RemovalGroup, ReportPreview } from "../../host/bindings";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Stack } from "../../ui/stack";
import styles from "./removed-part.module.css";
import { placeOf, rules } from "./words";

/** Values that are listed at once. */
const page = 100;

/** What was removed, counted by rule, with an example of each: what stands in its place and where, never what it was. */
export function RemovedPart({ preview }: { preview: ReportPreview }) {
	const { removed, examples, removals, moreRemovals } = preview;
	if (removed.length === 0) {
		return (
			<p>
				Nothing had to be removed. What has neither a telling name nor a form of its own is not found: look
				through the calls, and mask what must not be seen.
			</p>
		);
	}
	return (
		<Stack gap="3">
			<ul className={styles.rules}>
				{rules.map(({ id, title, about }) => {
					const kinds = removed.filter(({ rule }) => rule === id);
					const example = examples.find(({ rule }) => rule === id);
					if (kinds.length === 0) return null;
					return (
						<li key={id} className={styles.rule}>
							<h3>
								{title} <span className="muted num">{total(kinds).toLocaleString("en-GB")}</span>
							</h3>
							<p className="muted">{about}</p>
							<p>
								{kinds
									.map(({ kind, count: times }) => `${kind}: ${times.toLocaleString("en-GB")}`)
									.join(" · ")}
							</p>
							{example && (
								<p>
									Example: <code>{example.label}</code> stands in the {placeOf(example)}.
								</p>
							)}
						</li>
					);
				})}
			</ul>
			<Values removals={removals} more={moreRemovals} />
		</Stack>
	);
}

const total = (kinds: { count: number }[]) => kinds.reduce((sum, { count: times }) => sum + times, 0);

function Values({ removals, more }: { removals: RemovalGroup[]; more: number }) {
	const [shown, setShown] = useState(page);
	return (
		<details>
			<summary>Each value that was removed ({removals.length.toLocaleString("en-GB")})</summary>
			<div className={styles.values}>
				<table>
					<thead>
						<tr>
							<th scope="col">In its place</th>
							<th scope="col">Times</th>
							<th scope="col">First in</th>
							<th scope="col">Rule</th>
						</tr>
					</thead>
					<tbody>
						{removals.slice(0, shown).map((one) => (
							<tr key={`${one.rule} ${one.label}`}>
								<td>
									<code>{one.label}</code>
								</td>
								<td className="num">{one.count.toLocaleString("en-GB")}</td>
								<td>{placeOf(one)}</td>
								<td>{rules.find(({ id }) => id === one.rule)?.title}</td>
							</tr>
						))}
					</tbody>
				</table>
				{shown < removals.length && (
					<Button small onPress={() => setShown(shown + page)}>
						Show {Math.min(page, removals.length - shown)} more
					</Button>
				)}
				{more > 0 && (
					<p className="muted">And {count(more, "removal")} of further values, which are not listed.</p>
				)}
			</div>
		</details>
	);
}
