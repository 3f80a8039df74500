import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { RequestProblem } from "../../../host/bindings";
import styles from "./plain-editor.module.css";

/** What is selected, in UTF-16 code units from the start of the text. */
export type Caret = { from: number; to: number };

export type EditorProps = {
	text: string;
	onChange: (text: string) => void;
	problems: RequestProblem[];
	/** Where the person is writing, for the editor that takes this one's place; `null` if elsewhere. */
	caret: RefObject<Caret | null>;
	/** Where the caret is to be put, once for each object. */
	wish: { at: number } | null;
};

export const label = "Request body (JSON)";
export const hint = "No body yet: write JSON here";

/** Stands in for the editor until that is loaded, and where it cannot be. */
export function PlainEditor({ text, onChange, problems, caret, wish }: EditorProps) {
	const area = useRef<HTMLTextAreaElement>(null);
	useEffect(() => {
		if (!wish) return;
		area.current?.focus();
		area.current?.setSelectionRange(wish.at, wish.at);
	}, [wish]);
	useLayoutEffect(() => {
		const shown = area.current;
		// While it is taken away it still has the focus.
		return () => {
			if (!shown) return;
			const isHere = document.activeElement === shown;
			caret.current = isHere ? { from: shown.selectionStart, to: shown.selectionEnd } : null;
		};
	}, [caret]);
	return (
		<textarea
			ref={area}
			className={styles.plain}
			aria-label={label}
			aria-invalid={problems.length > 0}
			placeholder={hint}
			spellCheck={false}
			value={text}
			onChange={(event) => onChange(event.target.value)}
		/>
	);
}
