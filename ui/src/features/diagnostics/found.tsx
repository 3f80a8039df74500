import { RequestFindings } from "../../domain/request-findings";
import type { PastedDiagnosis } from "../../host/bindings";
import { copyText } from "../../host/mutations";
import { toastError } from "../../host/toast-error";
import { Causes } from "../../response/causes";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { Note } from "../../ui/note";
import { Row } from "../../ui/row";
import { Stack } from "../../ui/stack";
import { clearDiagnosed } from "./diagnosed";
import { diagnosisText } from "./diagnosis-text";
import styles from "./found.module.css";

/** What a text was understood as, what is wrong with the request in it, and the causes. */
export function Found({ found }: { found: PastedDiagnosis }) {
	const { understood, text, isCut, isRedacted, findings, diagnosis } = found;
	return (
		<Stack as="section" gap="3" aria-label="What was found">
			<p role="status">{understood}</p>
			{isRedacted && (
				<Note tone="info" compact title="Secrets in it were replaced by labels.">
					Who has seen the text has seen them: replace at HubSpot what was shared.
				</Note>
			)}
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
			<pre className={styles.text} tabIndex={0}>
				{text}
			</pre>
			{isCut && <p className="muted">Only the beginning is shown; all of it was read.</p>}
			{findings.length > 0 && (
				<Stack gap="tight">
					<h3>Wrong with the request itself</h3>
					<RequestFindings label="Wrong with the request itself" findings={findings} />
				</Stack>
			)}
			{diagnosis.causes.length === 0 && (
				<Note tone="info" title="None of the known causes fits.">
					The answer with its status and its body tells most. Where it was an answer, paste it whole.
				</Note>
			)}
			<Causes key={understood + text} diagnosis={diagnosis} call={null} />
			<Row>
				<CopyButton
					label="Copy the diagnosis"
					copy={() => copyText(diagnosisText(found))}
					onError={toastError}
				/>
				<Button onPress={clearDiagnosed}>Clear</Button>
			</Row>
		</Stack>
	);
}
