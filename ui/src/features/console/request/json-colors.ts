import {
	Decoration,
	type DecorationSet,
	type EditorView,
	MatchDecorator,
	ViewPlugin,
	type ViewUpdate,
} from "@codemirror/view";

const token = /("(?:[^"\\\n]|\\.)*"?)(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g;
const key = Decoration.mark({ class: "json-key" });
const text = Decoration.mark({ class: "json-text" });
const value = Decoration.mark({ class: "json-value" });

// JSON needs no grammar for highlighting: no token spans lines.
const matcher = new MatchDecorator({
	regexp: token,
	decorate: (add, from, to, [, quoted, colon]) => {
		if (quoted === undefined) add(from, to, value);
		else add(from, from + quoted.length, colon === undefined ? text : key);
	},
});

/** Colors keys, strings and other values of the visible lines. */
export const jsonColors = ViewPlugin.fromClass(
	class {
		marks: DecorationSet;
		constructor(view: EditorView) {
			this.marks = matcher.createDeco(view);
		}
		update(update: ViewUpdate) {
			this.marks = matcher.updateDeco(update, this.marks);
		}
	},
	{ decorations: (plugin) => plugin.marks },
);
