import type { Connection, RequestDraft, RequestProblem } from "../../../host/bindings";
import { openDialog } from "../../../navigation/navigation";
import { Button } from "../../../ui/button";
import styles from "./why-waits.module.css";

/** Why Send cannot be pressed, and the way out; else the keys that press it. It flashes each time that these are tried. */
export function WhyWaits({
	id,
	problems,
	draft,
	connection,
	hinderedTimes,
}: {
	id: string;
	problems: RequestProblem[];
	draft: RequestDraft;
	connection: Connection;
	hinderedTimes: number;
}) {
	const words = wordsOf(problems, draft);
	const isLocked = problems[0]?.at === "lock";
	return (
		<span id={id} className="muted" data-way-out={isLocked || undefined}>
			{words === null ? (
				<kbd className="mono">Ctrl Enter</kbd>
			) : (
				// Another element each time: its animation begins anew.
				<span key={hinderedTimes} className={hinderedTimes > 0 ? styles.flash : undefined}>
					{words}
				</span>
			)}{" "}
			{isLocked && (
				<Button kind="link" onPress={() => openDialog({ kind: "unlock", connection: connection.id })}>
					Unlock writing…
				</Button>
			)}
			{hinderedTimes > 0 && (
				<span role="alert" className="sr-only" key={`spoken ${hinderedTimes}`}>
					Not sent. {words ?? "The request is still being checked."}
				</span>
			)}
		</span>
	);
}

function wordsOf(problems: RequestProblem[], draft: RequestDraft): string | null {
	const [first, ...others] = problems;
	if (!first) return null;
	const isUnfilled = ({ at, name }: RequestProblem) =>
		at === "path_value" && name !== null && !draft.pathValues[name]?.trim();
	const unfilled = problems.filter(isUnfilled).map(({ name }) => name);
	if (isUnfilled(first) && unfilled.length === problems.length) {
		return `To send, fill in ${unfilled.join(" and ")}.`;
	}
	if (first.at === "lock") return first.message;
	const more = others.length > 0 ? ` And ${others.length} more.` : "";
	return `To send, correct ${placeOf(first)}: ${first.message}${more}`;
}

function placeOf({ at, name }: RequestProblem): string {
	if (at === "path_value") return name ?? "the path";
	return name === null ? `the ${at}` : `the ${at} ${name}`;
}
