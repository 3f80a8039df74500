import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { AskedPeriod, ReportLink } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { copyReportRequest } from "../../host/mutations";
import { reportRequest } from "../../host/queries/report";
import { toastError } from "../../host/toast-error";
import { useDebounced } from "../../lib/debounced";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { Dialog } from "../../ui/dialog";
import { Select } from "../../ui/select";
import { TextField } from "../../ui/text-field";
import styles from "./ask-dialog.module.css";
import { periods } from "./words";

/** A text for somebody else, with a link that fills in their form. Nothing is sent from here. */
export function AskDialog({ onClose }: { onClose: () => void }) {
	const [portal, setPortal] = useState("");
	const [period, setPeriod] = useState<AskedPeriod>("hour");
	const [note, setNote] = useState("");
	const asked: ReportLink = { portal: portal.trim() || null, period, note: note.trim() || null };
	const settled = useDebounced(JSON.stringify(asked), 150);
	const text = useQuery(reportRequest(JSON.parse(settled) as ReportLink));
	return (
		<Dialog
			title="Ask for a report"
			isOpen
			onClose={onClose}
			wide
			stays
			foot={
				<>
					<Button onPress={onClose}>Close</Button>
					<CopyButton
						primary
						label="Copy the request"
						copy={() => copyReportRequest(asked)}
						onError={toastError}
					/>
				</>
			}
		>
			<p>
				Send this to whoever has the portal. The link opens their Portalscope with the form filled in; they
				look through the report, save it, and send it to you. Then open it here.
			</p>
			<TextField
				label="Hub ID of their portal"
				help="Leave it empty if you do not know it."
				value={portal}
				onChange={setPortal}
				inputMode="numeric"
				maxLength={20}
				mono
			/>
			<Select
				label="Calls of"
				choices={periods.map((one) => ({ id: one.id, text: one.text }))}
				value={period}
				onChange={setPeriod}
			/>
			<TextField
				label="Who asks, and what for"
				help="They see it as your words."
				value={note}
				onChange={setNote}
				maxLength={500}
			/>
			{text.error ? (
				<ErrorNote error={toCommandError(text.error)} />
			) : (
				// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
				<pre className={styles.text} tabIndex={0}>
					{text.data}
				</pre>
			)}
		</Dialog>
	);
}
