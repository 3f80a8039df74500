import { useMutation } from "@tanstack/react-query";
import { ClipboardPaste, KeyRound } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { StagedSecret } from "../host/bindings";
import { count } from "../lib/format";
import { Button } from "../ui/button";
import { Note } from "../ui/note";
import { Row } from "../ui/row";
import styles from "./secret-field.module.css";
import { SecretInput, SecretProblem } from "./secret-input";
import type { SecretSource } from "./secret-source";
import { TypedSecret } from "./typed-secret";

/**
 * Takes a secret without letting it into the page: a paste is stopped before its data is looked at, and
 * the host reads the clipboard itself. What comes back is a description, never the text.
 */
export function SecretField({
	label,
	help,
	source,
	fits,
	value,
	onChange,
	error,
}: {
	label: string;
	help: string;
	source: SecretSource;
	/** The forms that belong here; of any other it is said where it belongs. */
	fits: StagedSecret["format"][];
	value: StagedSecret | null;
	onChange: (staged: StagedSecret | null) => void;
	error?: string | undefined;
}) {
	const id = useId();
	const [typing, setTyping] = useState(false);
	const hold = useMutation({ mutationFn: source.paste, onSuccess: onChange });
	const problem = hold.error ? source.explain(hold.error) : null;
	if (value) {
		const isOther = !fits.includes(value.format);
		return (
			<HeldSecret
				label={label}
				staged={value}
				isOther={isOther}
				drop={() => source.drop(value.id)}
				onReplace={() => onChange(null)}
				error={error}
			/>
		);
	}
	return (
		<fieldset className={styles.field} aria-describedby={`${id}-help ${id}-error`}>
			<legend className={styles.label}>{label}</legend>
			{typing ? (
				<TypedSecret
					label={label}
					source={source}
					onPaste={() => hold.mutate()}
					onStaged={(staged) => {
						setTyping(false);
						onChange(staged);
					}}
					onBack={() => setTyping(false)}
				/>
			) : (
				<Row gap="2-3">
					<PasteTarget label={label} onPaste={() => hold.mutate()} invalid={Boolean(error ?? problem)} />
					<Button onPress={() => hold.mutate()} isPending={hold.isPending}>
						<ClipboardPaste aria-hidden />
						Paste from clipboard
					</Button>
					<Button kind="link" onPress={() => setTyping(true)}>
						Enter by hand
					</Button>
				</Row>
			)}
			<p id={`${id}-help`} className={styles.help}>
				{help}
			</p>
			<SecretProblem id={`${id}-error`} role="alert">
				{problem ? `${problem.message} ${problem.hint}` : error}
			</SecretProblem>
		</fieldset>
	);
}

// An input that stays empty: a paste goes to the host, all other input is rejected.
function PasteTarget({ label, onPaste, invalid }: { label: string; onPaste: () => void; invalid: boolean }) {
	const [typed, setTyped] = useState(false);
	const input = useTurnedAway(onPaste, () => setTyped(true));
	return (
		<SecretInput
			ref={input}
			aria-label={`${label}: paste here`}
			aria-invalid={invalid}
			placeholder={typed ? "Paste here, or choose Enter by hand" : "Paste here"}
			spellCheck={false}
		/>
	);
}

// Native listeners on purpose: React's own paste event reads `clipboardData` when it is made.
function useTurnedAway(onPaste: () => void, onTyped: () => void) {
	const input = useRef<HTMLInputElement>(null);
	const acts = useRef({ onPaste, onTyped });
	acts.current = { onPaste, onTyped };
	useEffect(() => {
		const field = input.current;
		const paste = (event: Event) => {
			event.preventDefault();
			acts.current.onPaste();
		};
		const refuse = (event: Event) => {
			event.preventDefault();
			acts.current.onTyped();
		};
		const key = (event: KeyboardEvent) => {
			const isPaste = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v";
			if (isPaste || (event.shiftKey && event.key === "Insert")) paste(event);
		};
		field?.addEventListener("paste", paste);
		field?.addEventListener("keydown", key);
		field?.addEventListener("beforeinput", refuse);
		field?.addEventListener("drop", refuse);
		return () => {
			field?.removeEventListener("paste", paste);
			field?.removeEventListener("keydown", key);
			field?.removeEventListener("beforeinput", refuse);
			field?.removeEventListener("drop", refuse);
		};
	}, []);
	return input;
}

function HeldSecret({
	label,
	staged,
	isOther,
	drop,
	onReplace,
	error,
}: {
	label: string;
	staged: StagedSecret;
	isOther: boolean;
	drop: () => Promise<unknown>;
	onReplace: () => void;
	error?: string | undefined;
}) {
	const dropping = useMutation({ mutationFn: drop, onSettled: onReplace });
	return (
		<fieldset className={styles.field}>
			<legend className={styles.label}>{label}</legend>
			<div className={styles.staged} role="status">
				<KeyRound aria-hidden />
				<span>
					{staged.description} <span className="muted num">{count(staged.length, "character")}</span>
				</span>
				<Button
					small
					onPress={() => dropping.mutate()}
					isPending={dropping.isPending}
					aria-label={`Replace ${label}`}
				>
					Replace
				</Button>
			</div>
			{staged.removed !== "" && <p className={styles.help}>{staged.removed}</p>}
			{staged.warning !== "" && <Note tone="warn" title={staged.warning} compact />}
			{isOther && (
				<Note tone="warn" title="This is another credential than the one asked for here." announce compact>
					{staged.guidance}
				</Note>
			)}
			<SecretProblem role="alert">{error}</SecretProblem>
		</fieldset>
	);
}
