import { LockKeyhole, LockKeyholeOpen } from "lucide-react";
import type { Connection, EnvironmentLabel } from "../host/bindings";
import { Badge, type Tone } from "../ui/badge";

const faces: Record<EnvironmentLabel, { short: string; long: string; tone: Tone }> = {
	production: { short: "PROD", long: "PRODUCTION", tone: "danger" },
	sandbox: { short: "SANDBOX", long: "SANDBOX", tone: "warn" },
	developer_test: { short: "TEST", long: "DEVELOPER TEST", tone: "accent" },
	app_developer: { short: "DEV", long: "APP DEVELOPER", tone: "neutral" },
	demo: { short: "DEMO", long: "DEMO", tone: "demo" },
};
const locks = {
	locked: { Picture: LockKeyhole, word: "read-only" },
	unlocked: { Picture: LockKeyholeOpen, word: "writing unlocked" },
};

/** Which kind of portal this is, in a word; with `lock`, whether it may be written to: an unlocked one is filled. */
export function EnvironmentBadge({
	environment,
	lock = "not_needed",
	long = false,
}: {
	environment: EnvironmentLabel;
	lock?: Connection["writeLock"];
	/** Says all in words. */
	long?: boolean;
}) {
	const face = faces[environment];
	const word = long ? face.long : face.short;
	if (lock === "not_needed") return <Badge tone={face.tone}>{word}</Badge>;
	const { Picture, word: lockWord } = locks[lock];
	return (
		<Badge tone={face.tone} filled={lock === "unlocked"}>
			<Picture aria-hidden />
			{long ? `${word} · ${lockWord}` : word}
			{!long && <span className="sr-only"> {lockWord}</span>}
		</Badge>
	);
}
