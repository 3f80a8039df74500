import { useMutation } from "@tanstack/react-query";
import { ClipboardPaste, KeyRound } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import { count } from "./format";
import { Note } from "./note";
import styles from "./secret-field.module.css";
import { TypedSecret } from "./typed-secret";

/** What is told of a secret that the host holds. */
export type SecretFacts = {
	id: string;
	format: string;
	length: number;
	description: string;
	removed: string;
	warning: string;
	guidance: string;
};

/** The way in to the host, which alone sees the secret. */
export type SecretSource<Held extends SecretFacts> = {
	paste: () => Promise<Held>;
	type: (text: string) => Promise<Held>;
	drop: (id: string) => Promise<unknown>;
	explain: (thrown: unknown) => { message: string; hint: string };
};

/**
 * Takes a secret without letting it into the page: a paste is stopped before its data is looked at, and
 * the host reads the clipboard itself. What comes back is a description, never the text.
 */
export function SecretField<Held extends SecretFacts>({
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
	source: SecretSource<Held>;
	/** The forms that belong here; of any other it is said where it belongs. */
	fits: Held["format"][];
	value: Held | null;
	onChange: (held: Held | null) => void;
	error?: string | undefined;
}) {
	const id = useId();
	const [typing, setTyping] = useState(false);
	const hold = useMutation({ mutationFn: source.paste, onSuccess: onChange });
	const problem = hold.error ? source.explain(hold.error) : null;
	if (value) {
		const isOther = !fits.includes(value.format);
		return (
			<StagedSecret
				label={label}
				held={value}
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
			data-own-paste
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

function StagedSecret({
	label,
	held,
	isOther,
	drop,
	onReplace,
	error,
}: {
	label: string;
	held: SecretFacts;
	isOther: boolean;
	drop: () => Promise<unknown>;
	onReplace: () => void;
	error?: string | undefined;
}) {
	const dropping = useMutation({ mutationFn: drop, onSettled: onReplace });
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
					onPress={() => dropping.mutate()}
					isPending={dropping.isPending}
					aria-label={`Replace ${label}`}
				>
					Replace
				</Button>
			</div>
			{held.removed !== "" && <p className={styles.help}>{held.removed}</p>}
			{held.warning !== "" && <Note tone="warn" title={held.warning} compact />}
			{isOther && (
				<Note tone="warn" title="This is another credential than the one asked for here." announce compact>
					{held.guidance}
				</Note>
			)}
			<p className={styles.error} role="alert">
				{error}
			</p>
		</fieldset>
	);
}
