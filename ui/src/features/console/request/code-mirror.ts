import {
	cursorDocEnd,
	cursorDocStart,
	history,
	historyKeymap,
	insertNewlineKeepIndent,
	selectAll,
} from "@codemirror/commands";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
	Decoration,
	type DecorationSet,
	EditorView,
	keymap,
	lineNumbers,
	placeholder,
} from "@codemirror/view";
import type { RequestProblem } from "../../../host/bindings";
import { ownPaste } from "../../../host/paste";
import { jsonColors } from "./json-colors";

export type Editor = {
	setText: (text: string) => void;
	setProblems: (problems: RequestProblem[]) => void;
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
	".problem": { background: "var(--danger-bg)", borderBottom: "2px solid var(--danger)" },
	".json-key": { color: "var(--accent)" },
	".json-text": { color: "var(--ok)" },
	".json-value": { color: "var(--warn)" },
});

// The browser moves the caret by itself; these are the keys that must know of lines outside the screen.
// Tab is not among them: it leaves the editor, so the keyboard can get out.
const keys = keymap.of([
	...historyKeymap,
	{ key: "Enter", run: insertNewlineKeepIndent },
	{ key: "Mod-a", run: selectAll },
	{ key: "Mod-Home", run: cursorDocStart },
	{ key: "Mod-End", run: cursorDocEnd },
]);

const markProblems = StateEffect.define<RequestProblem[]>();

// Marks move with the text until the host has looked at it again.
const marks = StateField.define<DecorationSet>({
	create: () => Decoration.none,
	update: (current, transaction) => {
		const moved = current.map(transaction.changes);
		const asked = transaction.effects.find((effect) => effect.is(markProblems));
		if (!asked) return moved;
		const found = asked.value.flatMap((problem: RequestProblem) =>
			toMark(problem, transaction.newDoc.length),
		);
		return Decoration.set(found, true);
	},
	provide: (field) => EditorView.decorations.from(field),
});

function toMark(problem: RequestProblem, length: number) {
	const at = Math.min(problem.offset ?? 0, length);
	const from = at === length ? Math.max(0, at - 1) : at;
	const to = Math.min(from + 1, length);
	if (from === to) return [];
	return [Decoration.mark({ class: "problem", attributes: { title: problem.message } }).range(from, to)];
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
	return {
		setText: (wanted) => {
			const current = view.state.doc.toString();
			if (current !== wanted) view.dispatch({ changes: { from: 0, to: current.length, insert: wanted } });
		},
		setProblems: (problems) => view.dispatch({ effects: markProblems.of(problems) }),
		destroy: () => view.destroy(),
	};
}

function firstState(text: string, { onChange, paste }: Acts): EditorState {
	return EditorState.create({
		doc: text,
		extensions: [
			lineNumbers(),
			history(),
			jsonColors,
			placeholder("No body yet: write JSON here"),
			keys,
			marks,
			theme,
			// The tabindex says so where a checker looks: it scrolls by keyboard.
			EditorView.contentAttributes.of({
				"aria-label": "Request body (JSON)",
				spellcheck: "false",
				tabindex: "0",
				[ownPaste]: "",
			}),
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
