import type { ReactNode } from "react";
import type { CommandError } from "../host/bindings";
import { Note } from "../ui/note";

/** An error as the person sees it: what and why, the next action, and the code to quote. */
export function ErrorNote({
	error,
	actions,
}: {
	/** Faults of the window itself have codes of their own. */
	error: Pick<CommandError, "message" | "hint"> & { code: string };
	actions?: ReactNode;
}) {
	return (
		<Note tone="danger" title={error.message} actions={actions} announce>
			{error.hint} <code className="muted">{error.code}</code>
		</Note>
	);
}
