import styles from "./visible-text.module.css";

// Marks that turn the direction of writing, marks of no width, and control characters but line ends and tabs. Those that
// join letters and pictures stay: without them these would look otherwise.
const unseen =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for.
	/([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff])/;

/** A text in which characters that cannot be seen, or that turn others around, are drawn as their names. */
export function VisibleText({ text }: { text: string }) {
	if (!unseen.test(text)) return text;
	// With one group, every second part is what was found.
	return text.split(unseen).map((part, at) =>
		at % 2 === 1 ? (
			<span key={at} className={styles.unseen} title="An invisible character">
				{nameOf(part)}
			</span>
		) : (
			part
		),
	);
}

const nameOf = (character: string) =>
	`U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
