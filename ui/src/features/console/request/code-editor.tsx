import { useEffect, useLayoutEffect, useRef } from "react";
import { tellRedactedPaste } from "../../../domain/paste-toasts";
import { pastedText } from "../../../host/paste";
import { toastError } from "../../../host/toast-error";
import styles from "./code-editor.module.css";
import { createEditor, type Editor } from "./code-mirror";
import type { EditorProps } from "./plain-editor";

/** A React face for the editor. Text flows both ways; problems flow in. */
export function CodeEditor({ text, onChange, problems, caret, wish }: EditorProps) {
	const host = useRef<HTMLDivElement>(null);
	const editor = useRef<Editor>(null);
	const report = useRef(onChange);
	report.current = onChange;
	const first = useRef(text);
	// Before the paint: a key pressed at once must find the focus where it was.
	useLayoutEffect(() => {
		if (!host.current) return;
		const onChange = (changed: string) => report.current(changed);
		const made = createEditor(host.current, first.current, { onChange, paste });
		editor.current = made;
		if (caret.current) made.focusAt(caret.current);
		return () => made.destroy();
	}, [caret]);
	useEffect(() => editor.current?.setText(text), [text]);
	useEffect(() => editor.current?.setProblems(problems), [problems]);
	// After the text, which has the place only now.
	useEffect(() => {
		if (wish) editor.current?.focusAt({ from: wish.at, to: wish.at });
	}, [wish]);
	return (
		<div
			ref={host}
			className={styles.editor}
			data-testid="json-editor"
			data-fault={problems.length > 0 || undefined}
		/>
	);
}

async function paste(): Promise<string | null> {
	try {
		const { text, isRedacted } = await pastedText();
		if (isRedacted) tellRedactedPaste();
		return text;
	} catch (thrown) {
		toastError(thrown);
		return null;
	}
}
