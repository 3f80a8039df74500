import { ClipboardPaste } from "lucide-react";
import { type KeyboardEvent, useId, useRef } from "react";
import { SecretInput } from "../../domain/secret-input";
import { useOwnPaste } from "../../domain/use-own-paste";
import { Button, IconButton } from "../../ui/button";
import { Row } from "../../ui/row";
import styles from "./vanishing-field.module.css";

/**
 * A field whose text leaves the page in the moment it is handed over, as that of a secret does. A paste goes past the
 * page: the host reads the clipboard.
 */
export function VanishingField({
	label,
	help,
	act,
	isPending,
	onText,
}: {
	label: string;
	help: string;
	/** What is done with it, as on a button. */
	act: string;
	isPending: boolean;
	/** `null`: what is on the clipboard. */
	onText: (text: string | null) => void;
}) {
	const id = useId();
	const input = useRef<HTMLInputElement>(null);
	const paste = () => !isPending && onText(null);
	useOwnPaste(input, paste);
	const handOver = () => {
		const field = input.current;
		if (field === null || field.value.trim() === "" || isPending) return;
		const text = field.value;
		field.value = "";
		onText(text);
		field.focus();
	};
	const key = (event: KeyboardEvent) => {
		if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
		event.preventDefault();
		handOver();
	};
	return (
		<div className={styles.field}>
			<label htmlFor={id} className={styles.label}>
				{label}
			</label>
			<Row gap="2">
				<SecretInput
					ref={input}
					id={id}
					type="text"
					maxLength={1000}
					spellCheck={false}
					aria-describedby={`${id}-help`}
					onKeyDown={key}
				/>
				<Button onPress={handOver} isPending={isPending}>
					{act}
				</Button>
				<IconButton label={`${act}: what is on the clipboard`} onPress={paste}>
					<ClipboardPaste aria-hidden />
				</IconButton>
			</Row>
			<p id={`${id}-help`} className="muted">
				{help}
			</p>
		</div>
	);
}
