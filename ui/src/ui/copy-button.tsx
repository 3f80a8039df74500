import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, IconButton } from "./button";

/** Copies by `copy` and says so in its own place for two seconds. */
export function CopyButton({
	copy,
	label,
	iconOnly = false,
	small = false,
	primary = false,
	onError,
}: {
	copy: () => Promise<unknown>;
	label: string;
	iconOnly?: boolean;
	small?: boolean;
	primary?: boolean;
	onError?: (error: unknown) => void;
}) {
	const [done, setDone] = useState(false);
	useEffect(() => {
		if (!done) return;
		const timer = setTimeout(() => setDone(false), 2000);
		return () => clearTimeout(timer);
	}, [done]);
	const press = () => {
		copy().then(
			() => setDone(true),
			(error) => onError?.(error),
		);
	};
	const picture = done ? <Check aria-hidden /> : <Copy aria-hidden />;
	const spoken = (
		<span role="status" className="sr-only">
			{done ? "Copied" : ""}
		</span>
	);
	if (iconOnly) {
		return (
			<>
				<IconButton label={label} onPress={press}>
					{picture}
				</IconButton>
				{spoken}
			</>
		);
	}
	return (
		<>
			<Button onPress={press} small={small} kind={primary ? "primary" : "plain"}>
				{picture}
				{label}
			</Button>
			{spoken}
		</>
	);
}
