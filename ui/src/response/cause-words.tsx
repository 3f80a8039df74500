import type { CauseCertainty, Who } from "../host/bindings";
import { Badge, type Tone } from "../ui/badge";

const tones: Record<CauseCertainty, Tone> = { certain: "ok", likely: "accent", possible: "neutral" };
const acts: Record<Who, string> = {
	you: "you, in the call",
	"portal admin": "an admin of the portal",
	"app owner": "the app's owner",
	HubSpot: "HubSpot",
};

export const whoActs = (who: Who) => `Who can fix it: ${acts[who]}`;

/** "certain", "likely" or "possible". */
export function CertaintyBadge({ certainty }: { certainty: CauseCertainty }) {
	return <Badge tone={tones[certainty]}>{certainty}</Badge>;
}

/** Who must act. */
export function WhoBadge({ who }: { who: Who }) {
	return <Badge tone="neutral">{whoActs(who)}</Badge>;
}
