import { useEffect, useRef } from "react";
import { tellRedactedPaste } from "../../../domain/paste-toasts";
import type { RequestProblem } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { pastedText } from "../../../host/paste";
import { showToast } from "../../../ui/toast";
import { createEditor, type Editor } from "./code-mirror";
import styles from "./json-editor.module.css";

/** A React face for the editor. Text flows both ways; marks flow in. */
export function JsonEditor({
	text,
	onChange,
	problems,
}: {
	text: string;
	onChange: (text: string) => void;
	problems: RequestProblem[];
}) {
	const host = useRef<HTMLDivElement>(null);
	const editor = useRef<Editor>(null);
	const report = useRef(onChange);
	report.current = onChange;
	const first = useRef(text);
	useEffect(() => {
		if (!host.current) return;
		const onChange = (changed: string) => report.current(changed);
		const made = createEditor(host.current, first.current, { onChange, paste });
		editor.current = made;
		return () => made.destroy();
	}, []);
	useEffect(() => editor.current?.setText(text), [text]);
	useEffect(() => editor.current?.setProblems(problems), [problems]);
	return <div ref={host} className={styles.editor} data-testid="json-editor" />;
}

async function paste(): Promise<string | null> {
	try {
		const { text, isRedacted } = await pastedText();
		if (isRedacted) tellRedactedPaste();
		return text;
	} catch (thrown) {
		const { message, hint } = toCommandError(thrown);
		showToast("danger", message, hint);
		return null;
	}
}
