import type { ScopeSlip } from "../host/bindings";
import { Button } from "../ui/button";

/** Each of them where it is typed, with the name that was probably meant. */
export function ScopeSlips({
	slips,
	text,
	onChange,
}: {
	slips: ScopeSlip[];
	text: string;
	onChange: (text: string) => void;
}) {
	return (
		<div role="status">
			{slips.map(({ name, sentence, meant }) => (
				<p key={name}>
					{sentence}
					{meant !== null && (
						<>
							{" "}
							Did you mean <code>{meant}</code>?{" "}
							<Button small onPress={() => onChange(replaced(text, name, meant))}>
								Use it
							</Button>
						</>
					)}
				</p>
			))}
		</div>
	);
}

const replaced = (text: string, name: string, meant: string) =>
	text
		.split(/([\s,]+)/)
		.map((word) => (word === name ? meant : word))
		.join("");
