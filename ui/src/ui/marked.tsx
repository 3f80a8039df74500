import styles from "./marked.module.css";
import { VisibleText } from "./visible-text";

/** A text with the words that were looked for marked in it, whatever their case. */
export function Marked({ text, words }: { text: string; words: string | undefined }) {
	if (!words) return <VisibleText text={text} />;
	const pattern = new RegExp(`(${words.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")})`, "giu");
	// With one group, every second part is what was found.
	return text.split(pattern).map((part, at) =>
		at % 2 === 1 ? (
			<mark key={at} className={styles.mark}>
				<VisibleText text={part} />
			</mark>
		) : (
			<VisibleText key={at} text={part} />
		),
	);
}
