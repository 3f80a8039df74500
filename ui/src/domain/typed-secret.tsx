import { useMutation } from "@tanstack/react-query";
import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react";
import type { StagedSecret } from "../host/bindings";
import { Button } from "../ui/button";
import { Row } from "../ui/row";
import { SecretInput, SecretProblem } from "./secret-input";
import type { SecretSource } from "./secret-source";
import { useOwnPaste } from "./use-own-paste";

/** For those who cannot paste: a password input that is emptied in the moment its text is handed over. */
export function TypedSecret({
	label,
	source,
	onStaged,
	onPaste,
	onBack,
}: {
	label: string;
	source: SecretSource;
	onStaged: (staged: StagedSecret) => void;
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
		<Row gap="2-3">
			<SecretInput
				ref={input}
				type="password"
				aria-label={`${label}: type it`}
				onKeyDown={key}
				onBlur={leave}
			/>
			<Button onPress={() => hold.mutate()} isPending={hold.isPending}>
				Use it
			</Button>
			<Button kind="link" onPress={onBack}>
				Paste instead
			</Button>
			{hold.error && <SecretProblem>{source.explain(hold.error).message}</SecretProblem>}
		</Row>
	);
}

async function handOver(field: HTMLInputElement | null, take: (text: string) => Promise<StagedSecret>) {
	if (!field || field.value === "") return null;
	const answer = take(field.value);
	field.value = "";
	return answer;
}
