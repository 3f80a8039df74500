import { useMutation } from "@tanstack/react-query";
import { Copy, Plus } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { ErrorNote } from "../domain/error-note";
import { isRefused } from "../domain/refusal";
import type { Connection, Explanation, TokenLife } from "../host/bindings";
import { toCommandError } from "../host/errors";
import { refreshConnection } from "../host/mutations";
import { reauthorize } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Explain } from "../ui/explain";
import { Note } from "../ui/note";
import { Row } from "../ui/row";
import { Stack } from "../ui/stack";
import { VisibleText } from "../ui/visible-text";
import { Causes } from "./causes";
import { ClaimBesideView, differs } from "./claim-beside-view";
import styles from "./explanation-panel.module.css";
import { SendAgainIn } from "./send-again-in";

type Panel = {
	/** `undefined`: it is gone, and there is nothing to do. */
	connection: Connection | undefined;
	explanation: Explanation;
	sentAt: string;
	onSend: () => void;
	/** The entry of the history that it is. `undefined`: the call has just been made. */
	entryId?: string;
	/** Adds a property to the body of the request. `undefined`: what is written there is another request by now. */
	onAdd?: ((name: string) => void) | undefined;
	/** What is written in the console is another request by now: sending it is no way out of this failure. */
	isPast?: boolean;
	/** Copies all that HubSpot's support asks for. `undefined`: that stands above already, or there is no id to be found by. */
	onCopySupport?: (() => void) | undefined;
};

/** Why the call failed, in plain words, with HubSpot's own word beside it and one next action. */
export function ExplanationPanel({
	connection,
	explanation,
	entryId,
	onAdd,
	isPast = false,
	onCopySupport,
	...rest
}: Panel) {
	const { title, detail, hint, claim } = explanation;
	const causes = explanation.diagnosis?.causes ?? [];
	const isPossible = causes[0]?.certainty === "possible" && causes[0].title === title;
	const isBeside = claim !== null && differs(claim);
	return (
		<Note
			tone="danger"
			announce
			title={isPossible ? `Possible cause: ${title}` : title}
			actions={
				<>
					{connection && !isPast && (
						<NextAction connection={connection} explanation={explanation} {...rest} />
					)}
					{onCopySupport && (
						<Button onPress={onCopySupport}>
							<Copy aria-hidden />
							Copy support line
						</Button>
					)}
				</>
			}
		>
			<Stack gap="tight">
				<p>{detail}</p>
				{onAdd && <Missing names={explanation.missing ?? []} onAdd={onAdd} />}
				{isBeside && <ClaimBesideView claim={claim} />}
				{hint !== "" && causes.length === 0 && <p>{hint}</p>}
				<Evidence explanation={explanation} namesScopes={!isBeside} />
				{explanation.diagnosis && causes.length > 0 && (
					<Causes
						diagnosis={explanation.diagnosis}
						call={callOf(connection, entryId, rest.sentAt)}
						isTitled
					/>
				)}
			</Stack>
		</Note>
	);
}

function callOf(connection: Connection | undefined, entryId: string | undefined, sentAt: string) {
	if (connection === undefined) return null;
	return entryId === undefined ? { connectionId: connection.id, sentAt } : { entryId };
}

/** What HubSpot says is missing, each one press away. */
function Missing({ names, onAdd }: { names: string[]; onAdd: (name: string) => void }) {
	if (names.length === 0) return null;
	return (
		<Row gap="1">
			{names.map((name) => (
				<Button key={name} small onPress={() => onAdd(name)}>
					<Plus aria-hidden />
					Add <code>{name}</code> to the body
				</Button>
			))}
		</Row>
	);
}

/** HubSpot's own words and names. */
function Evidence({
	explanation: { category, namedScopes, named, hubspotMessage, claim },
	namesScopes,
}: {
	explanation: Explanation;
	/** They stand beside the catalogue's otherwise. */
	namesScopes: boolean;
}) {
	const isGranted = (scope: string) => claim?.claimedButGranted.includes(scope);
	return (
		<dl className={styles.evidence}>
			{category !== null && <Fact name="Category" value={<code>{category}</code>} />}
			{namesScopes && namedScopes.length > 0 && (
				<Fact
					name={
						<>
							Scopes it names <Explain what="a scope">A permission that a portal gives to an app.</Explain>
						</>
					}
					value={namedScopes.map((scope) => (
						<Fragment key={scope}>
							<Chip>{scope}</Chip> {isGranted(scope) && <span className="muted">granted </span>}
						</Fragment>
					))}
				/>
			)}
			{named?.map(({ name, values }) => (
				<Fact key={name} name={<code>{name}</code>} value={<VisibleText text={values.join(", ")} />} />
			))}
			{hubspotMessage !== null && (
				<Fact
					name="HubSpot's message"
					value={
						<q>
							<VisibleText text={hubspotMessage} />
						</q>
					}
				/>
			)}
		</dl>
	);
}

function Fact({ name, value }: { name: ReactNode; value: ReactNode }) {
	return (
		<>
			<dt className="muted">{name}</dt>
			<dd>{value}</dd>
		</>
	);
}

function NextAction({
	connection,
	explanation,
	sentAt,
	onSend,
}: Pick<Panel, "explanation" | "sentAt" | "onSend"> & { connection: Connection }) {
	if (explanation.action === "wait" && typeof explanation.waitSeconds === "number") {
		return <SendAgainIn after={sentAt} seconds={explanation.waitSeconds} onSend={onSend} />;
	}
	// What cannot be refreshed any more is not advised to be.
	const action =
		explanation.action === "refresh" && isRefused(connection) ? "reauthorize" : explanation.action;
	if (action === "refresh" && connection.token) {
		if (refreshedSince(connection.token, sentAt)) {
			return <SendAgain what="The app has refreshed the token since." onSend={onSend} />;
		}
		return <RefreshAction connection={connection} />;
	}
	if (connection.credential !== "oauth") return null;
	if (action !== "reauthorize") return null;
	if (Date.parse(connection.connectedAt) > Date.parse(sentAt)) {
		return <SendAgain what="The portal was re-authorized since." onSend={onSend} />;
	}
	const scopes = scopesToAsk(explanation);
	const along = scopes.length === 0 ? "" : scopes.length === 1 ? " with it" : " with them";
	return (
		<Button kind="primary" onPress={() => reauthorize(connection.id, scopes)}>
			Re-authorize{along}…
		</Button>
	);
}

/** The smallest addition that is enough. Of several that HubSpot names one is, and none that is granted already. */
function scopesToAsk({ namedScopes, claim }: Explanation): string[] {
	const missing = claim?.missing[0];
	if (missing) return missing;
	return namedScopes.filter((scope) => !claim?.claimedButGranted.includes(scope)).slice(0, 1);
}

export function refreshedSince({ lastRefresh }: TokenLife, sentAt: string): boolean {
	return lastRefresh?.outcome === "worked" && Date.parse(lastRefresh.at) > Date.parse(sentAt);
}

function SendAgain({ what, onSend }: { what: string; onSend: () => void }) {
	return (
		<>
			<span role="status">{what} Send the request again.</span>
			<Button kind="primary" onPress={onSend}>
				Send again
			</Button>
		</>
	);
}

function RefreshAction({ connection }: { connection: Connection }) {
	const refresh = useMutation({ mutationFn: () => refreshConnection(connection.id) });
	return (
		<>
			<Button kind="primary" onPress={() => refresh.mutate()} isPending={refresh.isPending}>
				Refresh the token
			</Button>
			{refresh.error && <ErrorNote error={toCommandError(refresh.error)} />}
		</>
	);
}
