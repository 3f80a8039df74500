import type { ReactNode } from "react";
import type { CauseCertainty, Who } from "../host/bindings";
import { Badge, type Tone } from "../ui/badge";

const tones: Record<CauseCertainty, Tone> = { certain: "ok", likely: "accent", possible: "neutral" };
const acts: Record<Who, string> = {
	you: "whoever makes the call",
	"portal admin": "an admin of the portal",
	"app owner": "the app's owner",
	HubSpot: "HubSpot",
};

export const whoActs = (who: Who) => `To be mended by ${acts[who]}`;

/** "certain", "likely" or "possible". */
export function CertaintyBadge({ certainty }: { certainty: CauseCertainty }) {
	return <Badge tone={tones[certainty]}>{certainty}</Badge>;
}

/** Who must act. */
export function WhoBadge({ who }: { who: Who }) {
	return <Badge tone="neutral">{whoActs(who)}</Badge>;
}

/** A sentence with code between backticks. `linked`: draws the code that leads somewhere; `null` for what does not. */
export function Coded({ text, linked }: { text: string; linked?: (code: string) => ReactNode }) {
	const parts = text.split("`");
	return parts.map((part, at) =>
		at % 2 === 0 ? part : <span key={at}>{linked?.(part) ?? <code>{part}</code>}</span>,
	);
}
