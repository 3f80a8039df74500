import type { ScopeSlip } from "../host/bindings";
import { Chip, Chips } from "../ui/chip";
import { Stack } from "../ui/stack";
import { TextField } from "../ui/text-field";
import { splitWords } from "./connect-draft";
import { ScopeSlips } from "./scope-slips";

/** Scopes as text, with how they are read. */
export function ScopeField({
	label,
	help,
	text,
	onChange,
	error,
	placeholder,
	slips,
}: {
	label: string;
	help: string;
	placeholder: string;
	text: string;
	onChange: (text: string) => void;
	error?: string | undefined;
	/** The names in it that are no scopes of an app; the host knows them. */
	slips: ScopeSlip[];
}) {
	const typed = splitWords(text);
	const own = slips.filter(({ name }) => typed.includes(name));
	return (
		<Stack gap="tight">
			<TextField
				label={label}
				rows={3}
				mono
				value={text}
				onChange={onChange}
				error={error}
				placeholder={placeholder}
				help={`${help} Separate by spaces or lines.`}
			/>
			<ScopeSlips slips={own} text={text} onChange={onChange} />
			<Chips as="ul" aria-label={`${label}, as read`}>
				{typed.map((scope) => (
					<li key={scope}>
						<Chip missing={own.some(({ name }) => name === scope)}>{scope}</Chip>
					</li>
				))}
			</Chips>
		</Stack>
	);
}
