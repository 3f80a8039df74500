import type { Page, PastedDiagnosis, RankedCause } from "../bindings";
import type { Answers } from "./fake-host";

export const rankedCause = (part: Partial<RankedCause> = {}): RankedCause => ({
	label: "token-expired",
	certainty: "certain",
	who: "you",
	title: "The access token has expired",
	evidence: [
		{
			place: "response.body",
			quote: "The OAuth token used expired",
			tells: "Access tokens live `1800` seconds.",
		},
	],
	fix: "Get a new access token, and send the call again.",
	exactFix: "`POST /oauth/v1/token` with `grant_type=refresh_token`.",
	nextCheck: null,
	check: null,
	...part,
});

export const pastedDiagnosis = (part: Partial<PastedDiagnosis> = {}): PastedDiagnosis => ({
	understood: "A command with its answer: GET /crm/v3/objects/contacts, answered with 401.",
	text: 'curl "https://api.hubapi.com/crm/v3/objects/contacts" -H "Authorization: Bearer «access token»"',
	isCut: false,
	isRedacted: true,
	findings: [
		{
			rule: "http-scheme",
			severity: "warning",
			place: "line 1",
			message: "The path has two slashes in a row.",
			mend: null,
		},
	],
	diagnosis: { causes: [rankedCause()], unknown: [], cannotTell: false },
	...part,
});

const page = (part: Partial<Page>): Page => ({
	label: "token-expired",
	group: "token",
	title: "The access token has expired",
	who: "you",
	means: "HubSpot knows the token, and its time is over.",
	shows: "401 with `EXPIRED_AUTHENTICATION`. With another message it is `token-invalid`.",
	mend: "Get a new access token, and send the call again.",
	exact: "`POST /oauth/v1/token` with `grant_type=refresh_token`.",
	prevent: "Renew the token before `expires_in` is over.",
	...part,
});

const pages = [
	page({}),
	page({
		label: "token-invalid",
		title: "HubSpot does not know the token",
		means: "The token was revoked, rotated, or cut off when it was copied.",
		shows: "401. A token that was good a while ago is `token-expired`.",
	}),
	page({
		label: "scope-not-granted",
		group: "scope",
		who: "portal admin",
		title: "The connection was never given the scope",
		means: "A scope is HubSpot's word for a permission.",
		shows: "403 with `MISSING_SCOPES`.",
	}),
];

/** What the host tells of causes. */
export const diagnosisAnswers: Answers = {
	cause_pages: ({ words }) => {
		const wanted = String(words).toLowerCase().split(/\s+/);
		return pages.filter((one) => {
			const text = `${one.label} ${one.title} ${one.means}`.toLowerCase();
			return wanted.every((word) => text.includes(word));
		});
	},
	diagnose_pasted: () => pastedDiagnosis(),
	diagnose_file: () => null,
	diagnose_consent: () => null,
};
