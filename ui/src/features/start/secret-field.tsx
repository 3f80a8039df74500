import { useMutation } from "@tanstack/react-query";
import { ClipboardPaste, KeyRound } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "../../components/button";
import { count } from "../../components/format";
import { Note } from "../../components/note";
import { commands, type HeldSecret } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import styles from "./secret-field.module.css";
import { TypedSecret } from "./typed-secret";

/**
 * Takes a secret without letting it into the page: a paste is stopped before its data is looked at, and
 * the host reads the clipboard itself. What comes back is a description, never the text.
 */
export function SecretField({
	label,
	help,
	value,
	onChange,
	error,
}: {
	label: string;
	help: string;
	value: HeldSecret | null;
	onChange: (held: HeldSecret | null) => void;
	error?: string | undefined;
}) {
	const id = useId();
	const [typing, setTyping] = useState(false);
	const hold = useMutation({ mutationFn: commands.holdSecretFromClipboard, onSuccess: onChange });
	const problem = hold.error ? toCommandError(hold.error) : null;
	if (value) return <Held label={label} held={value} onReplace={() => onChange(null)} error={error} />;
	return (
		<fieldset className={styles.field} aria-describedby={`${id}-help ${id}-error`}>
			<legend className={styles.label}>{label}</legend>
			{typing ? (
				<TypedSecret
					label={label}
					onHeld={(held) => {
						setTyping(false);
						onChange(held);
					}}
					onBack={() => setTyping(false)}
				/>
			) : (
				<div className={styles.row}>
					<PasteTarget label={label} onPaste={() => hold.mutate()} invalid={Boolean(error ?? problem)} />
					<Button onPress={() => hold.mutate()} isPending={hold.isPending}>
						<ClipboardPaste aria-hidden />
						Paste from clipboard
					</Button>
					<Button kind="link" onPress={() => setTyping(true)}>
						Type it instead
					</Button>
				</div>
			)}
			<p id={`${id}-help`} className={styles.help}>
				{help}
			</p>
			<p id={`${id}-error`} className={styles.error} role="alert">
				{problem ? `${problem.message} ${problem.hint}` : error}
			</p>
		</fieldset>
	);
}

// An input that never holds a character: paste goes to the host, everything else is turned away.
function PasteTarget({ label, onPaste, invalid }: { label: string; onPaste: () => void; invalid: boolean }) {
	const [typed, setTyped] = useState(false);
	const input = useTurnedAway(onPaste, () => setTyped(true));
	return (
		<input
			ref={input}
			className={styles.target}
			aria-label={`${label}: paste here`}
			aria-invalid={invalid}
			placeholder={typed ? "Paste here, or choose Type it instead" : "Paste here"}
			autoComplete="off"
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

function Held({
	label,
	held,
	onReplace,
	error,
}: {
	label: string;
	held: HeldSecret;
	onReplace: () => void;
	error?: string | undefined;
}) {
	const drop = useMutation({ mutationFn: () => commands.dropHeldSecret(held.id), onSettled: onReplace });
	return (
		<fieldset className={styles.field}>
			<legend className={styles.label}>{label}</legend>
			<div className={styles.held} role="status">
				<KeyRound aria-hidden />
				<span>
					{held.description} <span className="muted num">{count(held.length, "character")}</span>
				</span>
				<Button
					small
					onPress={() => drop.mutate()}
					isPending={drop.isPending}
					aria-label={`Replace ${label}`}
				>
					Replace
				</Button>
			</div>
			{held.warning !== "" && <Note tone="warn" title={held.warning} compact />}
			<p className={styles.error} role="alert">
				{error}
			</p>
		</fieldset>
	);
}
