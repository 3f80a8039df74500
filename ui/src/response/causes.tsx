import { useState } from "react";
import type { CauseCertainty, CheckedDiagnosis, Diagnosis, Evidence, RankedCause } from "../host/bindings";
import { Stack } from "../ui/stack";
import styles from "./causes.module.css";
import { type CheckedCall, Checks } from "./checks";

const sure: Record<CauseCertainty, string> = {
	certain: "certain",
	likely: "likely",
	possible: "possible",
};
const acts: Record<string, string> = {
	you: "whoever makes the call",
	"portal admin": "an admin of the portal",
	"app owner": "the app's owner",
	HubSpot: "HubSpot",
};

/** What can be the cause, best first, with what speaks for each, and the checks that tell them apart. */
export function Causes({ diagnosis, call }: { diagnosis: Diagnosis; call: CheckedCall | null }) {
	const [checked, setChecked] = useState<CheckedDiagnosis | null>(null);
	const { causes, unknown, cannotTell } = checked?.diagnosis ?? diagnosis;
	const isSettled = causes[0]?.certainty === "certain";
	return (
		<section aria-label="Causes" className={styles.causes}>
			{cannotTell && causes.length > 1 && (
				<p>These causes fit alike; nothing in the answer tells them apart.</p>
			)}
			{causes.length === 1 && causes[0] && <About cause={causes[0]} />}
			{causes.length > 1 && (
				<ol className={styles.list}>
					{causes.map((cause, at) => (
						<li key={cause.label}>
							<details open={at === 0}>
								<summary>
									{cause.title} <span className={styles.sure}>{sure[cause.certainty]}</span>
								</summary>
								<About cause={cause} />
							</details>
						</li>
					))}
				</ol>
			)}
			{unknown.length > 0 && !isSettled && (
				<details>
					<summary>Not known, and would help</summary>
					<ul>
						{unknown.map((what) => (
							<li key={what}>{what}</li>
						))}
					</ul>
				</details>
			)}
			{call !== null && !isSettled && causes.length > 1 && (
				<Checks call={call} checked={checked} onChecked={setChecked} />
			)}
			{checked !== null && checked.checks.length > 0 && (
				<table className={styles.checks} aria-label="Checks">
					<thead>
						<tr>
							<th scope="col">Checked</th>
							<th scope="col">Found</th>
						</tr>
					</thead>
					<tbody>
						{checked.checks.map(({ check, call: sent, found }) => (
							<tr key={check}>
								<td>
									<code>{sent}</code>
								</td>
								<td>{found}</td>
							</tr>
						))}
					</tbody>
				</table>
			)}
		</section>
	);
}

function About({ cause }: { cause: RankedCause }) {
	return (
		<Stack gap="tight">
			<p>
				<Coded text={cause.fix} />
			</p>
			<p className="muted">
				<Coded text={cause.exactFix} />
			</p>
			<p className="muted">
				This is {sure[cause.certainty]}, and to be mended by {acts[cause.who] ?? cause.who}. Label:{" "}
				<code>{cause.label}</code>
			</p>
			<ul className={styles.evidence} aria-label="Evidence">
				{cause.evidence.map((evidence) => (
					<Piece key={`${evidence.place} ${evidence.quote}`} evidence={evidence} />
				))}
			</ul>
		</Stack>
	);
}

/** A sentence with code between backticks. */
function Coded({ text }: { text: string }) {
	const parts = text.split("`");
	return parts.map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part));
}

function Piece({ evidence: { place, quote, tells } }: { evidence: Evidence }) {
	return (
		<li>
			<span className="muted">{place}:</span> <q>{quote}</q>
			{tells !== null && (
				<>
					{" "}
					<Coded text={tells} />
				</>
			)}
		</li>
	);
}
