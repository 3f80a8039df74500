import { Check, CircleHelp, X } from "lucide-react";
import { Fragment, type ReactNode, useContext, useState } from "react";
import { type Verdict, type VerdictKind, verdictLabels } from "../host/bindings";
import { count } from "../lib/format";
import { Badge, type Tone } from "../ui/badge";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Note, type NoteTone } from "../ui/note";
import { RefusedContext } from "./refusal";
import styles from "./verdict.module.css";

const tones: Record<VerdictKind, { tone: Tone; note: NoteTone }> = {
	allowed: { tone: "ok", note: "ok" },
	missing_scopes: { tone: "danger", note: "danger" },
	depends_on_object_type: { tone: "warn", note: "warn" },
	needs_developer_credential: { tone: "warn", note: "warn" },
	not_grantable: { tone: "danger", note: "danger" },
	unknown_operation: { tone: "neutral", note: "info" },
	undeclared: { tone: "neutral", note: "info" },
};

/** Whether a call is allowed: a word, an icon and a color. What is probable only has the color of a doubt. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
	const refused = useContext(RefusedContext);
	const tone = verdict.probable ? "warn" : tones[verdict.kind].tone;
	if (refused && verdict.kind === "allowed") {
		return (
			<Badge tone="neutral" title={refused.reason}>
				<CircleHelp aria-hidden />
				Scopes fit
			</Badge>
		);
	}
	const fewest = verdict.missing[0]?.length ?? 0;
	const known =
		verdict.kind === "missing_scopes" && fewest > 0
			? `Missing ${count(fewest, "scope")}`
			: verdictLabels[verdict.kind];
	const text = hedged(known, verdict.probable);
	const Picture = pictureOf(tone);
	return (
		<Badge tone={tone} title={verdict.sentence}>
			<Picture aria-hidden />
			{text}
		</Badge>
	);
}

const short: Record<VerdictKind, string> = {
	allowed: "Allowed",
	missing_scopes: "Missing",
	depends_on_object_type: "Depends",
	needs_developer_credential: "Dev. key",
	not_grantable: "Never",
	unknown_operation: "No entry",
	undeclared: "Not known",
};

/** A verdict where space is short: a shape, a word and a color. */
export function VerdictMark({ kind, probable }: { kind: VerdictKind; probable: boolean }) {
	const isDoubtful = probable && (kind === "allowed" || kind === "missing_scopes");
	const tone = isDoubtful ? "warn" : tones[kind].tone;
	const Picture = pictureOf(tone);
	return (
		<span className={`${styles.mark} ${styles[tone]}`} title={hedged(verdictLabels[kind], isDoubtful)}>
			<Picture aria-hidden />
			{short[kind]}
			{isDoubtful && "?"}
		</span>
	);
}

const hedged = (words: string, probable: boolean) => (probable ? `Probably ${words.toLowerCase()}` : words);

const pictureOf = (tone: Tone) => (tone === "ok" ? Check : tone === "danger" ? X : CircleHelp);

/** Sets of scopes: "or" between sets, "and" within one; beyond `show` sets the rest waits behind a button. */
export function Requirement({ verdict, show = 3 }: { verdict: Verdict; show?: number }) {
	const [all, setAll] = useState(false);
	const ordered = inReadingOrder(verdict);
	if (ordered.length === 0) return <span className="muted">{withoutScopes(verdict.kind)}</span>;
	const lacking = new Set(verdict.kind === "allowed" ? [] : verdict.missing.flat());
	const shown = all ? ordered : ordered.slice(0, show);
	const hidden = ordered.length - shown.length;
	return (
		<span className={styles.requirement}>
			{ordered.length > 1 && <span className="muted">one of</span>}
			{shown.map((set, index) => (
				<Fragment key={set.join(" ")}>
					{index > 0 && <span className="muted">or</span>}
					<ScopeSet set={set} lacking={lacking} />
				</Fragment>
			))}
			{hidden > 0 && (
				<Button kind="link" onPress={() => setAll(true)}>
					or {count(hidden, "other")}
				</Button>
			)}
		</span>
	);
}

function ScopeSet({ set, lacking }: { set: string[]; lacking: Set<string> }) {
	if (set.length === 0) return <span>any valid token</span>;
	const chips = set.map((scope, index) => (
		<Fragment key={scope}>
			{index > 0 && <b className={styles.and}>and</b>}
			<Chip missing={lacking.has(scope)}>{scope}</Chip>
		</Fragment>
	));
	return <span className={set.length > 1 ? styles.together : styles.single}>{chips}</span>;
}

/** The verdict before sending: the sentence, then the scopes, then the way out. */
export function VerdictNote({ verdict, actions }: { verdict: Verdict; actions?: ReactNode }) {
	const refused = useContext(RefusedContext);
	if (refused) return <RefusedNote verdict={verdict} {...refused} />;
	const note = verdict.probable ? "warn" : tones[verdict.kind].note;
	const explains = verdict.kind !== "unknown_operation" && verdict.anyOf.length > 0;
	return (
		<Note tone={note} title={verdict.sentence} actions={actions} compact={verdict.kind === "allowed"}>
			{explains && <Requirement verdict={verdict} show={verdict.kind === "allowed" ? 1 : 3} />}
		</Note>
	);
}

// One account of it: why it fails now, then what the scopes would say, then the one way out.
function RefusedNote({
	verdict,
	reason,
	reauthorize,
}: {
	verdict: Verdict;
	reason: string;
	reauthorize: (() => void) | null;
}) {
	return (
		<Note
			tone="danger"
			title="This call will be refused, as every other of this connection."
			actions={
				reauthorize && (
					<Button kind="link" onPress={reauthorize}>
						Re-authorize…
					</Button>
				)
			}
		>
			{reason} {verdict.kind === "allowed" ? "Its scopes would allow this call." : verdict.sentence}
		</Note>
	);
}

// The set that is satisfied, or the one that lacks least, is the one worth reading first.
function inReadingOrder(verdict: Verdict): string[][] {
	const first = verdict.satisfiedBy;
	if (first) return [first, ...verdict.anyOf.filter((set) => set.join(" ") !== first.join(" "))];
	const lacking = (set: string[]) => set.filter((scope) => verdict.missing[0]?.includes(scope)).length;
	return [...verdict.anyOf].sort((a, b) => lacking(b) - lacking(a));
}

function withoutScopes(kind: VerdictKind): string {
	return kind === "allowed" ? "any valid token" : "not known";
}
