import { CircleHelp } from "lucide-react";
import { IconButton } from "./button";

/** A word that not everybody knows, explained where it stands: by pointing at the mark, or by Tab. */
export function Explain({ what, children }: { what: string; children: string }) {
	return (
		<IconButton small label={`What is ${what}?`} tip={children}>
			<CircleHelp aria-hidden />
		</IconButton>
	);
}
