import type { EnvironmentLabel } from "../host/bindings";
import { Badge, type Tone } from "../ui/badge";

const faces: Record<EnvironmentLabel, { short: string; long: string; tone: Tone }> = {
	production: { short: "PROD", long: "PRODUCTION", tone: "danger" },
	sandbox: { short: "SANDBOX", long: "SANDBOX", tone: "warn" },
	developer_test: { short: "TEST", long: "DEVELOPER TEST", tone: "accent" },
	app_developer: { short: "DEV", long: "APP DEVELOPER", tone: "neutral" },
	demo: { short: "DEMO", long: "DEMO", tone: "demo" },
};

/** Which kind of portal this is, in a word. */
export function EnvironmentBadge({
	environment,
	suffix,
}: {
	environment: EnvironmentLabel;
	suffix?: string;
}) {
	const face = faces[environment];
	return <Badge tone={face.tone}>{suffix === undefined ? face.short : `${face.long}${suffix}`}</Badge>;
}
