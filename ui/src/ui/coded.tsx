import type { ReactNode } from "react";

/** A sentence with code between backticks. `linked`: draws the code that leads somewhere; `null` for what does not. */
export function Coded({ text, linked }: { text: string; linked?: (code: string) => ReactNode }) {
	const parts = text.split("`");
	return parts.map((part, at) =>
		at % 2 === 0 ? part : <span key={at}>{linked?.(part) ?? <code>{part}</code>}</span>,
	);
}
