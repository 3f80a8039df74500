import { Chip, Chips } from "../ui/chip";
import { Stack } from "../ui/stack";
import { TextField } from "../ui/text-field";
import { splitWords } from "./connect-draft";
import { ScopeSlips, useScopeSlips } from "./scope-slips";

/** Scopes as text, with how they are read. */
export function ScopeField({
	label,
	help,
	text,
	onChange,
	error,
	placeholder,
}: {
	label: string;
	help: string;
	placeholder: string;
	text: string;
	onChange: (text: string) => void;
	error?: string | undefined;
}) {
	const slips = useScopeSlips(text);
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
			<ScopeSlips slips={slips} text={text} onChange={onChange} />
			<Chips as="ul" aria-label={`${label}, as read`}>
				{splitWords(text).map((scope) => (
					<li key={scope}>
						<Chip missing={slips.some(({ name }) => name === scope)}>{scope}</Chip>
					</li>
				))}
			</Chips>
		</Stack>
	);
}
