import { useMutation } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";
import { Button } from "../../components/button";
import { commands, type HeldSecret } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import styles from "./secret-field.module.css";

/** For those who cannot paste: a password input that is emptied in the moment its text is handed over. */
export function TypedSecret({
	label,
	onHeld,
	onBack,
}: {
	label: string;
	onHeld: (held: HeldSecret) => void;
	onBack: () => void;
}) {
	const input = useRef<HTMLInputElement>(null);
	const hold = useMutation({ mutationFn: handOver(input), onSuccess: (held) => held && onHeld(held) });
	useEffect(() => input.current?.focus(), []);
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
				onKeyDown={key}
				onBlur={leave}
			/>
			<Button onPress={() => hold.mutate()} isPending={hold.isPending}>
				Use it
			</Button>
			<Button kind="link" onPress={onBack}>
				Paste instead
			</Button>
			{hold.error && <p className={styles.error}>{toCommandError(hold.error).message}</p>}
		</div>
	);
}

const handOver = (input: React.RefObject<HTMLInputElement | null>) => async () => {
	const field = input.current;
	if (!field || field.value === "") return null;
	const answer = commands.holdTypedSecret(field.value);
	field.value = "";
	return answer;
};
