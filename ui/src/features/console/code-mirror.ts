import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { RequestProblem } from "../../host/bindings";

export type Editor = {
	setText: (text: string) => void;
	setProblems: (problems: RequestProblem[]) => void;
	destroy: () => void;
};

const theme = EditorView.theme({
	"&": { color: "var(--text)", fontSize: "var(--size-code)", maxHeight: "26rem" },
	"&.cm-focused": { outline: "2px solid var(--accent)", borderRadius: "7px" },
	".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.67", overflow: "auto", minHeight: "8rem" },
	".cm-content": { caretColor: "var(--text)", padding: "0.5rem 0" },
	".cm-gutters": { background: "transparent", color: "var(--muted)", border: "0" },
	".cm-cursor": { borderLeftColor: "var(--text)" },
	"&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
		background: "var(--accent-bg)",
	},
	".cm-placeholder": { color: "var(--muted)" },
	".cm-lintRange-error": {
		backgroundImage: "none",
		background: "var(--danger-bg)",
		borderBottom: "2px solid var(--danger)",
	},
	".cm-lintPoint-error::after": { borderBottomColor: "var(--danger)" },
	".cm-tooltip": { background: "var(--surface)", color: "var(--text)", border: "1px solid var(--border)" },
	".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
	".cm-matchingBracket": { background: "var(--raised)", outline: "1px solid var(--control)" },
});

const colours = HighlightStyle.define([
	{ tag: tags.propertyName, color: "var(--accent)" },
	{ tag: tags.string, color: "var(--ok)" },
	{ tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
]);

/**
 * Mounts the editor in a shadow root: there its rules go into adopted style sheets, which the window's
 * policy (`style-src 'self'`) allows; in the document it would add a <style>.
 */
export function createEditor(host: HTMLElement, text: string, onChange: (text: string) => void): Editor {
	const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
	const view = new EditorView({ parent: root, root, state: firstState(text, onChange) });
	return {
		setText: (wanted) => {
			const held = view.state.doc.toString();
			if (held !== wanted) view.dispatch({ changes: { from: 0, to: held.length, insert: wanted } });
		},
		setProblems: (problems) => {
			const marks = problems.map((problem) => toMark(problem, view.state.doc.length));
			view.dispatch(setDiagnostics(view.state, marks));
		},
		destroy: () => view.destroy(),
	};
}

function firstState(text: string, onChange: (text: string) => void): EditorState {
	return EditorState.create({
		doc: text,
		extensions: [
			lineNumbers(),
			history(),
			drawSelection(),
			indentOnInput(),
			bracketMatching(),
			json(),
			syntaxHighlighting(colours),
			placeholder('{ "properties": { } }'),
			keymap.of([...defaultKeymap, ...historyKeymap]),
			theme,
			EditorView.contentAttributes.of({ "aria-label": "Request body (JSON)", spellcheck: "false" }),
			EditorView.updateListener.of((update) => {
				if (update.docChanged) onChange(update.state.doc.toString());
			}),
		],
	});
}

function toMark(problem: RequestProblem, length: number): Diagnostic {
	const from = Math.min(problem.offset ?? 0, length);
	const to = Math.min(from + 1, length);
	return { from: from === to ? Math.max(0, from - 1) : from, to, severity: "error", message: problem.message };
}
