import { useMutation } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "../ui/button";
import styles from "./secret-field.module.css";
import type { SecretFacts, SecretSource } from "./secret-source";
import { useOwnPaste } from "./use-own-paste";

/** For those who cannot paste: a password input that is emptied in the moment its text is handed over. */
export function TypedSecret<Staged extends SecretFacts>({
	label,
	source,
	onStaged,
	onPaste,
	onBack,
}: {
	label: string;
	source: SecretSource<Staged>;
	onStaged: (staged: Staged) => void;
	/** A paste goes past the page, as in the field that is only for pasting. */
	onPaste: () => void;
	onBack: () => void;
}) {
	const input = useRef<HTMLInputElement>(null);
	const hold = useMutation({
		mutationFn: () => handOver(input.current, source.type),
		onSuccess: (staged) => staged && onStaged(staged),
	});
	useEffect(() => input.current?.focus(), []);
	useOwnPaste(input, onPaste);
	const key = (event: KeyboardEvent) => {
		if (event.key !== "Enter") return;
		event.preventDefault();
		hold.mutate();
	};
	const leave = (event: FocusEvent) => {
		if (!event.currentTarget.parentElement?.contains(event.relatedTarget)) hold.mutate();
	};
	return (
		<div className={styles.row}>
			<input
				ref={input}
				type="password"
				className={styles.target}
				aria-label={`${label}: type it`}
				autoComplete="off"
				data-own-paste
				onKeyDown={key}
				onBlur={leave}
			/>
			<Button onPress={() => hold.mutate()} isPending={hold.isPending}>
				Use it
			</Button>
			<Button kind="link" onPress={onBack}>
				Paste instead
			</Button>
			{hold.error && <p className={styles.error}>{source.explain(hold.error).message}</p>}
		</div>
	);
}

async function handOver<Staged>(field: HTMLInputElement | null, take: (text: string) => Promise<Staged>) {
	if (!field || field.value === "") return null;
	const answer = take(field.value);
	field.value = "";
	return answer;
}
