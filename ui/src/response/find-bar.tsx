import { ChevronDown, ChevronUp, X } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import type { BodyPart } from "../host/bindings";
import { IconButton } from "../ui/button";
import { SearchField } from "../ui/search-field";
import styles from "./find-bar.module.css";
import type { Find } from "./use-find";

/** Words to look for in the body: Enter goes to the next place, Shift Enter to the one before, Esc back to the body. */
export function FindBar({
	find,
	part,
	inputRef,
	onClose,
}: {
	find: Find;
	part: BodyPart;
	inputRef: Ref<HTMLInputElement>;
	onClose: () => void;
}) {
	const nothing = !find.found?.count;
	// Before the field hears of Esc, which would only empty itself.
	const key = (event: KeyboardEvent) => {
		if (event.key === "Escape") onClose();
		else if (event.key === "Enter") find.move(event.shiftKey ? -1 : 1);
		else return;
		event.preventDefault();
		event.stopPropagation();
	};
	return (
		<section aria-label="Find in body" className={styles.find} onKeyDownCapture={key}>
			<SearchField
				label="Words"
				placeholder="Find in body"
				value={find.text}
				onChange={find.setText}
				maxLength={200}
				ref={inputRef}
				autoFocus
			/>
			<span className="muted num" role="status">
				{words(find, part)}
			</span>
			<IconButton label="Previous place (Shift Enter)" isDisabled={nothing} onPress={() => find.move(-1)}>
				<ChevronUp aria-hidden />
			</IconButton>
			<IconButton label="Next place (Enter)" isDisabled={nothing} onPress={() => find.move(1)}>
				<ChevronDown aria-hidden />
			</IconButton>
			<IconButton label="Close (Esc)" onPress={onClose}>
				<X aria-hidden />
			</IconButton>
		</section>
	);
}

function words({ found, failure, isBehind }: Find, part: BodyPart): string {
	if (failure !== null) return failure;
	if (found === null || isBehind) return "";
	if (found.count === 0) return "Not found";
	const of = `${found.nth + 1} of ${found.count.toLocaleString("en")}`;
	return `${of}${found.more ? " or more" : ""} ${part === "tree" ? "rows" : "lines"}`;
}
