import type { ReactNode } from "react";
import { Button } from "./button";
import { Row } from "./row";

/** Something that takes a while: what for, how far, and how to stop it. Without a total the bar only moves. */
export function Progress({
	label,
	words,
	done,
	total,
	onCancel,
}: {
	label: string;
	/** How far it is, announced as it changes. */
	words: ReactNode;
	done?: number;
	/** `undefined` or 0: not known yet. */
	total?: number;
	onCancel: () => void;
}) {
	return (
		<Row gap="3">
			<progress aria-label={label} max={total || 1} value={total ? done : undefined} />
			<span role="status" className="muted num">
				{words}
			</span>
			<Button small onPress={onCancel}>
				Cancel
			</Button>
		</Row>
	);
}
