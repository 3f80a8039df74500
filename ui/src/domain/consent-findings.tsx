import type { ConsentDryRun, ConsentEffect, ConsentFinding } from "../host/bindings";
import { Button } from "../ui/button";
import { Note, type NoteTone } from "../ui/note";
import { Stack } from "../ui/stack";

const tones: Record<ConsentEffect, NoteTone> = { refused: "danger", dropped: "warn", goes: "info" };
const words: Record<ConsentEffect, string> = {
	refused: "HubSpot's page would refuse",
	dropped: "Would be left out without a word",
	goes: "Worth knowing",
};

/** What HubSpot's authorize page is expected to make of the request. */
export function ConsentFindings({
	dryRun,
	onAdd,
	onLeaveOut,
}: {
	/** `undefined` until it is known: the room is kept, so that nothing below moves away from under the pointer. */
	dryRun: Pick<ConsentDryRun, "findings"> | undefined;
	/** Absent where what is asked for is not changed. */
	onAdd?: (scopes: string[]) => void;
	onLeaveOut?: (scopes: string[]) => void;
}) {
	return (
		<Stack as="section" gap="tight" aria-label="Check before you go">
			<h3>Check before you go</h3>
			{dryRun === undefined && <Note tone="info" compact title="Looking through the scopes…" />}
			{dryRun?.findings.length === 0 && (
				<Note tone="ok" compact title="Nothing is known that would make the page refuse." />
			)}
			{dryRun?.findings.map(({ code, effect, names, sentence, fix }) => (
				<Note
					key={`${code} ${names.join(" ")}`}
					tone={tones[effect]}
					title={`${words[effect]}: ${sentence}`}
					actions={<Mending code={code} names={names} onAdd={onAdd} onLeaveOut={onLeaveOut} />}
				>
					{!sentence.includes(names.join(", ")) && <code>{names.join(", ")}</code>} {fix}
				</Note>
			))}
		</Stack>
	);
}

const notGranted: ConsentFinding["code"][] = ["not_declared", "made_up_name", "not_for_apps"];

/** What can be done here about a finding; many are mended at HubSpot only. */
function Mending({
	code,
	names,
	onAdd,
	onLeaveOut,
}: {
	code: ConsentFinding["code"];
	names: string[];
	onAdd: ((scopes: string[]) => void) | undefined;
	onLeaveOut: ((scopes: string[]) => void) | undefined;
}) {
	const them = names.length === 1 ? "it" : "them";
	if (onAdd && code === "required_not_asked") {
		return (
			<Button small onPress={() => onAdd(names)}>
				Ask for {them} too
			</Button>
		);
	}
	if (onLeaveOut && notGranted.includes(code)) {
		return (
			<Button small onPress={() => onLeaveOut(names)}>
				Leave {them} out
			</Button>
		);
	}
	return null;
}
