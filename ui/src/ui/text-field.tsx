import type { ReactNode } from "react";
import {
	TextField as AriaTextField,
	FieldError,
	Input,
	Label,
	Text,
	TextArea,
	type TextFieldProps,
} from "react-aria-components";
import styles from "./field.module.css";

type Props = Omit<TextFieldProps, "className" | "style" | "children"> & {
	label: string;
	help?: ReactNode;
	error?: string | undefined;
	placeholder?: string;
	mono?: boolean;
	rows?: number;
	hideLabel?: boolean;
};

/** A labeled text input; its error is shown below it and linked to it for screen readers. */
export function TextField({ label, help, error, placeholder, mono, rows, hideLabel, ...props }: Props) {
	const input = `${styles.input} ${mono ? "mono" : ""}`;
	return (
		<AriaTextField
			{...props}
			validationBehavior="aria"
			isInvalid={Boolean(error)}
			className={styles.field ?? ""}
		>
			<Label className={hideLabel ? "sr-only" : styles.label}>{label}</Label>
			{rows === undefined ? (
				<Input className={input} placeholder={placeholder} spellCheck={false} autoComplete="off" />
			) : (
				<TextArea className={input} placeholder={placeholder} rows={rows} spellCheck={false} />
			)}
			{help !== undefined && (
				<Text slot="description" className={styles.help ?? ""}>
					{help}
				</Text>
			)}
			<FieldError className={styles.error ?? ""}>{error}</FieldError>
		</AriaTextField>
	);
}

/** Takes the focus to the first field of a form that is marked as wrong, once it is drawn so. */
export function focusFirstWrong(form: Element) {
	requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
