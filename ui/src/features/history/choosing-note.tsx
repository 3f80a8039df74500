import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import type { Look } from "./use-look";

/** While the entry is chosen that another is compared with. */
export function ChoosingNote({ look }: { look: Look }) {
	if (look.beside !== "choosing") return null;
	return (
		<Note
			tone="info"
			title="Choose the call to compare it with."
			compact
			announce
			actions={<Button onPress={() => look.change({ beside: null })}>Do not compare</Button>}
		>
			Search for it, and open it with Enter or a click.
		</Note>
	);
}
