import { splitWords } from "../lib/split-words";
import { Chip } from "../ui/chip";
import { TextField } from "../ui/text-field";
import styles from "./scope-field.module.css";

/** Scopes as text, with how they are read. */
export function ScopeField({
	label,
	help,
	text,
	onChange,
	error,
	placeholder,
}: {
	label: string;
	help: string;
	placeholder: string;
	text: string;
	onChange: (text: string) => void;
	error?: string | undefined;
}) {
	return (
		<div className={styles.scopes}>
			<TextField
				label={label}
				rows={3}
				mono
				value={text}
				onChange={onChange}
				error={error}
				placeholder={placeholder}
				help={`${help} Separate by spaces or lines.`}
			/>
			<ul className={styles.chips} aria-label={`${label}, as read`}>
				{splitWords(text).map((scope) => (
					<li key={scope}>
						<Chip>{scope}</Chip>
					</li>
				))}
			</ul>
		</div>
	);
}
