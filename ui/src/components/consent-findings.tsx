import { Button } from "./button";
import styles from "./consent.module.css";
import { Note, type NoteTone } from "./note";

type Effect = "refused" | "dropped" | "goes";
type Finding = { code: string; effect: Effect; names: string[]; sentence: string; fix: string };

const tones: Record<Effect, NoteTone> = { refused: "danger", dropped: "warn", goes: "info" };
const words: Record<Effect, string> = {
	refused: "HubSpot's page would refuse",
	dropped: "Would be left out without a word",
	goes: "Worth knowing",
};

/** What HubSpot's authorize page is expected to make of the request. */
export function ConsentFindings({
	dryRun,
	onAdd,
}: {
	dryRun: { findings: Finding[] };
	/** Absent where what is asked for is not changed. */
	onAdd?: (scopes: string[]) => void;
}) {
	return (
		<section className={styles.section} aria-label="What HubSpot will make of it">
			<h3>What HubSpot will make of it</h3>
			{dryRun.findings.length === 0 && (
				<Note tone="ok" compact title="Nothing is known that would make the page refuse." />
			)}
			{dryRun.findings.map(({ code, effect, names, sentence, fix }) => (
				<Note
					key={`${code} ${names.join(" ")}`}
					tone={tones[effect]}
					title={`${words[effect]}: ${sentence}`}
					actions={
						onAdd &&
						code === "required_not_asked" && (
							<Button small onPress={() => onAdd(names)}>
								Ask for {names.length === 1 ? "it" : "them"} too
							</Button>
						)
					}
				>
					{!sentence.includes(names.join(", ")) && <code>{names.join(", ")}</code>} {fix}
				</Note>
			))}
		</section>
	);
}
