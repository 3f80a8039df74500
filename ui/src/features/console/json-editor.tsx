import { useEffect, useRef } from "react";
import type { RequestProblem } from "../../host/bindings";
import { createEditor, type Editor } from "./code-mirror";
import styles from "./console.module.css";

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
		const made = createEditor(host.current, first.current, (changed) => report.current(changed));
		editor.current = made;
		return () => made.destroy();
	}, []);
	useEffect(() => editor.current?.setText(text), [text]);
	useEffect(() => editor.current?.setProblems(problems), [problems]);
	return <div ref={host} className={styles.editor} data-testid="json-editor" />;
}
