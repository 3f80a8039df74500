import { useState } from "react";
import type { PastCall } from "../../../host/bindings";
import type { ResponsePart } from "../../../navigation/history";
import { AnswerTabs } from "../../../response/answer-tabs";
import { Tab, TabList, TabPanel, Tabs } from "../../../ui/tabs";
import { titleOf } from "../words";
import styles from "./sides.module.css";

type Side = "answer" | "request";

/** What was sent and what came back. */
export function Sides({ past: { row, request, answer } }: { past: PastCall }) {
	const [side, setSide] = useState<Side>(answer === null ? "request" : "answer");
	const [part, setPart] = useState<Record<Side, ResponsePart | null>>({ answer: null, request: null });
	const choose = (which: Side) => (chosen: ResponsePart) => setPart({ ...part, [which]: chosen });
	return (
		<Tabs className={styles.sides} selected={side} onSelect={(id) => setSide(id as Side)}>
			<TabList aria-label="Sides of the call">
				{answer !== null && <Tab id="answer">Answer</Tab>}
				<Tab id="request">Request</Tab>
			</TabList>
			{answer !== null && (
				<TabPanel id="answer" className={styles.side}>
					<AnswerTabs
						key={answer.id}
						sent={answer}
						name={titleOf(row)}
						part={part.answer}
						onPart={choose("answer")}
					/>
				</TabPanel>
			)}
			<TabPanel id="request" className={styles.side}>
				<p className={styles.url}>
					<code>
						{row.method} {request.url}
					</code>
				</p>
				<AnswerTabs
					key={request.id}
					sent={request}
					name={`${titleOf(row)} request`}
					part={part.request ?? (request.body.kind === "empty" ? "headers" : null)}
					onPart={choose("request")}
				/>
			</TabPanel>
		</Tabs>
	);
}
