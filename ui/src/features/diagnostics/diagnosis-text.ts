import type { PastedDiagnosis, RankedCause } from "../../host/bindings";
import { whoActs } from "../../response/cause-words";

/** A diagnosis as plain text, for a colleague. Labels stand for secrets in all of it. */
export function diagnosisText({ understood, findings, diagnosis }: PastedDiagnosis): string {
	const { causes, unknown, cannotTell } = diagnosis;
	const wrong = findings.map(({ place, message }) => `- ${message} (${place})`);
	const parts = [
		understood,
		wrong.length > 0 && ["Wrong with the request itself:", ...wrong].join("\n"),
		cannotTell && causes.length > 1 && "These causes fit equally well; nothing in it tells them apart.",
		...causes.map(causeText),
		unknown.length > 0 && ["What would help to know:", ...unknown.map((what) => `- ${what}`)].join("\n"),
	];
	return `${parts.filter(Boolean).join("\n\n")}\n`;
}

function causeText({ title, certainty, label, who, fix, exactFix, evidence }: RankedCause, at: number) {
	return [
		`${at + 1}. ${title} (${certainty}; ${label})`,
		`   ${whoActs(who)}.`,
		`   ${fix}`,
		exactFix !== fix && `   Exactly: ${exactFix}`,
		...evidence.map(({ place, quote }) => `   - ${place}: "${quote}"`),
	]
		.filter(Boolean)
		.join("\n");
}
