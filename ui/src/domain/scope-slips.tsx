import { useQuery } from "@tanstack/react-query";
import type { ScopeSlip } from "../host/bindings";
import { scopeSlips } from "../host/queries/verdicts";
import { useDebounced } from "../lib/debounced";
import { Button } from "../ui/button";
import { splitWords } from "./connect-draft";

/** The names in a typed list that are no scopes of an app; the host knows them. */
export function useScopeSlips(text: string): ScopeSlip[] {
	const settled = useDebounced(text, 250);
	const names = splitWords(settled);
	const slips = useQuery({ ...scopeSlips(names), enabled: names.length > 0 }).data ?? [];
	// What was mended meanwhile is not told any more.
	const typed = splitWords(text);
	return names.length > 0 ? slips.filter(({ name }) => typed.includes(name)) : [];
}

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
