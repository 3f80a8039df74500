import {
	cursorDocEnd,
	cursorDocStart,
	history,
	historyKeymap,
	insertNewlineKeepIndent,
	selectAll,
} from "@codemirror/commands";
import { jsonLanguage } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, diagnosticCount, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import type { RequestProblem } from "../../../host/bindings";
import { ownPaste } from "../../../host/paste";
import { goToFault } from "../send/use-hindrance";
import { type Caret, hint, label } from "./plain-editor";

export type Editor = {
	setText: (text: string) => void;
	setProblems: (problems: RequestProblem[]) => void;
	focusAt: (caret: Caret) => void;
	destroy: () => void;
};

type Acts = {
	onChange: (text: string) => void;
	/** What is pasted; `null` where nothing may be. The editor itself never looks at the clipboard. */
	paste: () => Promise<string | null>;
};

const theme = EditorView.theme({
	"&": { color: "var(--text)", fontSize: "var(--size-code)", maxHeight: "26rem" },
	"&.cm-focused": { outline: "2px solid var(--accent)", borderRadius: "7px" },
	".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.67", overflow: "auto", minHeight: "8rem" },
	".cm-content": { caretColor: "var(--text)", padding: "0.5rem 0" },
	".cm-gutters": { background: "var(--surface)", color: "var(--muted)", border: "0" },
	".cm-content ::selection": { background: "var(--accent)", color: "var(--on-accent)" },
	".cm-placeholder": { color: "var(--muted)" },
	".cm-lintRange-error": {
		backgroundColor: "var(--danger-bg)",
		backgroundImage: "none",
		borderBottom: "2px solid var(--danger)",
	},
	".cm-lintPoint-error:after": { borderBottomColor: "var(--danger)" },
	".cm-tooltip": { background: "var(--surface)", border: "0", boxShadow: "var(--layer-shadow)" },
	".cm-diagnostic": { maxWidth: "24rem", fontFamily: "var(--sans)" },
	".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
});

const colors = HighlightStyle.define([
	{ tag: tags.propertyName, color: "var(--accent)" },
	{ tag: tags.string, color: "var(--ok)" },
	{ tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
]);

// The browser moves the caret by itself; these are the keys that must know of lines outside the screen.
// Tab is not among them: it leaves the editor, so the keyboard can get out.
const keys = keymap.of([
	...historyKeymap,
	{ key: "Enter", run: insertNewlineKeepIndent },
	{ key: "Mod-a", run: selectAll },
	{ key: "Mod-Home", run: cursorDocStart },
	{ key: "Mod-End", run: cursorDocEnd },
	{ key: "F8", run: nextDiagnostic },
]);

// What counts is what the host's parser says: a second parser here would give the same fault other words.
function toDiagnostic(problem: RequestProblem, length: number): Diagnostic {
	const at = Math.min(problem.offset ?? 0, length);
	const from = at === length ? Math.max(0, at - 1) : at;
	return { from, to: Math.min(from + 1, length), severity: "error", message: problem.message };
}

/**
 * Mounts the editor in a shadow root: there its rules go into adopted style sheets, which the window's
 * policy (`style-src 'self'`) allows; in the document it would add a <style>. A dialog that closes gives the focus
 * back to the host, since the document sees no further, and the host hands it on.
 */
export function createEditor(host: HTMLElement, text: string, acts: Acts): Editor {
	const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
	const view = new EditorView({ parent: root, root, state: firstState(text, acts) });
	host.focus = () => view.focus();
	const showFault = () => {
		nextDiagnostic(view);
		view.focus();
	};
	host.addEventListener(goToFault, showFault);
	return {
		setText: (wanted) => {
			const current = view.state.doc.toString();
			if (current !== wanted) view.dispatch({ changes: { from: 0, to: current.length, insert: wanted } });
		},
		setProblems: (problems) => {
			const found = problems.map((problem) => toDiagnostic(problem, view.state.doc.length));
			view.dispatch(setDiagnostics(view.state, found));
		},
		focusAt: ({ from, to }) => {
			const { length } = view.state.doc;
			view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) } });
			view.focus();
		},
		destroy: () => {
			host.removeEventListener(goToFault, showFault);
			view.destroy();
		},
	};
}

function firstState(text: string, { onChange, paste }: Acts): EditorState {
	return EditorState.create({
		doc: text,
		extensions: [
			lineNumbers(),
			history(),
			jsonLanguage,
			syntaxHighlighting(colors),
			placeholder(hint),
			keys,
			theme,
			// The tabindex says so where a checker looks: it scrolls by keyboard.
			EditorView.contentAttributes.of((view) => ({
				"aria-label": label,
				"aria-invalid": String(diagnosticCount(view.state) > 0),
				spellcheck: "false",
				tabindex: "0",
				[ownPaste]: "",
			})),
			EditorView.domEventHandlers({
				paste: (event, view) => {
					event.preventDefault();
					void paste().then((text) => text !== null && replaceSelection(view, text));
					return true;
				},
			}),
			EditorView.updateListener.of((update) => {
				if (update.docChanged) onChange(update.state.doc.toString());
			}),
		],
	});
}

function replaceSelection(view: EditorView, text: string) {
	view.dispatch(view.state.replaceSelection(text), { userEvent: "input.paste", scrollIntoView: true });
}
