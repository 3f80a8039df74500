import { ArrowUp } from "lucide-react";
import { useState } from "react";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import type { ListRow } from "./list-rows";
import styles from "./new-calls.module.css";

/** How many entries came in above since the newest one was on the screen. */
export function useNewCalls(rows: ListRow[], isAtTop: boolean): number {
	const newest = rows.find((row) => row.kind === "entry");
	const [seen, setSeen] = useState(newest?.id);
	const last = rows.find(({ id }) => id === seen);
	// The one that was seen may have been deleted.
	if ((isAtTop || last === undefined) && newest?.id !== seen) setSeen(newest?.id);
	return !isAtTop && last?.kind === "entry" ? last.position - 1 : 0;
}

/** Says so over the list, whose rows stay where they are, and leads there. In the list Home does the same. */
export function NewCalls({ calls, onGo }: { calls: number; onGo: () => void }) {
	return (
		<div className={styles.place} role="status">
			{calls > 0 && (
				<Button kind="primary" small onPress={onGo} aria-keyshortcuts="Home">
					<ArrowUp aria-hidden />
					{count(calls, "new call")}
					<kbd>Home</kbd>
				</Button>
			)}
		</div>
	);
}
