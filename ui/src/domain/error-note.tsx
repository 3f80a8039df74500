import type { ReactNode } from "react";
import { Note } from "../ui/note";

/** An error as the person sees it: what and why, the next action, and the code to quote. */
export function ErrorNote({
	error,
	actions,
}: {
	error: { code: string; message: string; hint: string };
	actions?: ReactNode;
}) {
	return (
		<Note tone="danger" title={error.message} actions={actions} announce>
			{error.hint} <code className="muted">{error.code}</code>
		</Note>
	);
}
