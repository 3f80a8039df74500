import { ClipboardPaste, FileUp } from "lucide-react";
import { type RefObject, useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import { useOwnPaste } from "../../domain/use-own-paste";
import { diagnoseFile } from "../../host/mutations";
import { diagnosedPaste } from "../../host/paste";
import { useStore } from "../../lib/store";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Bar, Loading } from "../../ui/skeleton";
import { Stack } from "../../ui/stack";
import { diagnose, diagnosed } from "./diagnosed";
import { Found } from "./found";
import styles from "./pasted-card.module.css";

const paste = () => void diagnose(() => diagnosedPaste());

/** Takes whatever failed, and shows what it was understood as and why it failed. */
export function PastedCard({ box }: { box: RefObject<HTMLTextAreaElement | null> }) {
	const { isPending, found, error } = useStore(diagnosed);
	return (
		<Card title="Why did it fail?">
			<PasteBox box={box} />
			<Row>
				<Button kind="primary" onPress={paste} isPending={isPending}>
					<ClipboardPaste aria-hidden />
					Paste
				</Button>
				<Button onPress={() => void diagnose(diagnoseFile)}>
					<FileUp aria-hidden />
					Open a file…
				</Button>
			</Row>
			{error && <ErrorNote error={error} />}
			{isPending && (
				<Loading what="Reading what failed">
					<Bar width="55%" height={20} />
					<Bar width="70%" />
				</Loading>
			)}
			{found && <Found found={found} />}
			{!found && !isPending && <Examples />}
		</Card>
	);
}

// A field that stays empty: a paste goes to the host, which takes the secrets out of it before anything is shown.
function PasteBox({ box }: { box: RefObject<HTMLTextAreaElement | null> }) {
	const [hasTyped, setTyped] = useState(false);
	useOwnPaste(box, paste);
	return (
		<textarea
			ref={box}
			className={styles.box}
			aria-label="Paste whatever failed"
			placeholder={hasTyped ? "Copy it where it failed, and paste it here" : "Paste whatever failed (Ctrl V)"}
			rows={2}
			value=""
			onChange={() => setTyped(true)}
			spellCheck={false}
			data-own-paste
		/>
	);
}

function Examples() {
	return (
		<Stack gap="tight" className="muted">
			<p>
				Copy what failed, anywhere, and paste it here. It is read on this computer alone, and secrets in it
				are replaced by labels before it is shown. It can be:
			</p>
			<ul className={styles.examples}>
				<li>
					an error as HubSpot sent it: <code>{'{"status":"error","category":"MISSING_SCOPES"}'}</code>
				</li>
				<li>a line of a log, or what Python, Node or PHP print when a call fails</li>
				<li>
					a <code>curl</code> command with its answer
				</li>
				<li>
					a recording of a browser's network tab, called a HAR (<code>.har</code>)
				</li>
				<li>the link to HubSpot's consent page, or the words on it: “Authorization failed because…”</li>
			</ul>
		</Stack>
	);
}
