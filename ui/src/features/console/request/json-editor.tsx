import { useRef } from "react";
import { lazyView } from "../../../domain/lazy-view";
import { type Caret, type EditorProps, PlainEditor } from "./plain-editor";

// CodeMirror is a third of the console's scripts; a call without a body needs none of it.
const Editor = lazyView<EditorProps>(
	"The editor",
	async () => (await import("./code-editor")).CodeEditor,
	PlainEditor,
);

export const loadJsonEditor = Editor.load;

/** The editor of the body. Until its chunk is loaded, and if it cannot be, a plain field takes the text. */
export function JsonEditor(props: Omit<EditorProps, "caret">) {
	const caret = useRef<Caret | null>(null);
	return <Editor {...props} caret={caret} />;
}
