import { useState } from "react";
import type { CheckedDiagnosis, Diagnosis, Evidence, RankedCause } from "../host/bindings";
import { openDialog } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Coded } from "../ui/coded";
import { Row } from "../ui/row";
import { Stack } from "../ui/stack";
import { CertaintyBadge, WhoBadge } from "./cause-words";
import styles from "./causes.module.css";
import { type CheckedCall, Checks, MadeChecks } from "./checks";

/** What can be the cause, best first, with what speaks for each, and the checks that tell them apart. */
export function Causes({
	diagnosis,
	call,
	isTitled = false,
}: {
	diagnosis: Diagnosis;
	call: CheckedCall | null;
	/** The title of the first cause stands above already. */
	isTitled?: boolean;
}) {
	const [checked, setChecked] = useState<CheckedDiagnosis | null>(null);
	const { causes, unknown, cannotTell } = checked?.diagnosis ?? diagnosis;
	const isSettled = causes[0]?.certainty === "certain";
	// The checks may have found another cause than the one above.
	const isNamed = isTitled && causes[0]?.label === diagnosis.causes[0]?.label;
	return (
		<section aria-label="Causes" className={styles.causes}>
			{cannotTell && causes.length > 1 && (
				<p>These causes fit equally well; nothing in the answer tells them apart.</p>
			)}
			{causes.length === 1 && causes[0] && (
				<>
					{!isNamed && <strong>{causes[0].title}</strong>}
					<About cause={causes[0]} />
				</>
			)}
			{causes.length > 1 && (
				<ol className={styles.list}>
					{causes.map((cause, at) => (
						<li key={cause.label}>
							<details open={at === 0}>
								<summary>
									{cause.title} <CertaintyBadge certainty={cause.certainty} />
								</summary>
								<About cause={cause} isSure />
							</details>
						</li>
					))}
				</ol>
			)}
			{unknown.length > 0 && !isSettled && (
				<details>
					<summary>What would help to know</summary>
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
			{checked !== null && <MadeChecks checks={checked.checks} />}
		</section>
	);
}

function About({ cause, isSure = false }: { cause: RankedCause; isSure?: boolean }) {
	const { label, certainty, who, fix, exactFix, evidence } = cause;
	return (
		<Stack gap="tight">
			<Row gap="1">
				{!isSure && <CertaintyBadge certainty={certainty} />}
				<WhoBadge who={who} />
				<code className="muted">{label}</code>
			</Row>
			<p>
				<Coded text={fix} />
			</p>
			{exactFix !== fix && (
				<p className="muted">
					<Coded text={exactFix} />
				</p>
			)}
			{evidence.length > 0 && (
				<ul className={styles.evidence} aria-label="Evidence">
					{evidence.map((piece) => (
						<Piece key={`${piece.place} ${piece.quote}`} evidence={piece} />
					))}
				</ul>
			)}
			<div>
				<Button
					kind="link"
					aria-label={`More about this cause: ${cause.title}`}
					onPress={() => openDialog({ kind: "cause", label })}
				>
					More about this cause
				</Button>
			</div>
		</Stack>
	);
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
