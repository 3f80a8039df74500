import { useMutation } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import type { ReactNode } from "react";
import { ErrorNote } from "../domain/error-note";
import { isRefused } from "../domain/refusal";
import type { Connection, Explanation, TokenLife } from "../host/bindings";
import { toCommandError } from "../host/errors";
import { refreshConnection } from "../host/mutations";
import { reauthorize } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Chip } from "../ui/chip";
import { Note } from "../ui/note";
import { Stack } from "../ui/stack";
import { Causes } from "./causes";
import { ClaimBesideView, differs } from "./claim-beside-view";
import styles from "./explanation-panel.module.css";

type Panel = {
	/** `undefined`: it is gone, and there is nothing to do. */
	connection: Connection | undefined;
	explanation: Explanation;
	sentAt: string;
	onSend: () => void;
	/** The entry of the history that it is. `undefined`: the call has just been made. */
	entryId?: string;
	/** Copies all that HubSpot's support asks for. `undefined`: that stands above already, or there is no id to be found by. */
	onCopySupport?: (() => void) | undefined;
};

/** Why the call failed, in plain words, with HubSpot's own word beside it and one next action. */
export function ExplanationPanel({ connection, explanation, entryId, onCopySupport, ...rest }: Panel) {
	const { title, detail, hint, category, namedScopes, hubspotMessage, claim } = explanation;
	const causes = explanation.diagnosis?.causes ?? [];
	return (
		<Note
			tone="danger"
			announce
			title={causes[0]?.certainty === "possible" ? `Possible cause: ${title}` : title}
			actions={
				<>
					{connection && <NextAction connection={connection} explanation={explanation} {...rest} />}
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
				{claim !== null && differs(claim) && <ClaimBesideView claim={claim} />}
				{hint !== "" && causes.length === 0 && <p>{hint}</p>}
				<dl className={styles.evidence}>
					{category !== null && <Fact name="Category" value={<code>{category}</code>} />}
					{namedScopes.length > 0 && (
						<Fact
							name="Scopes it names"
							value={namedScopes.map((scope) => <Chip key={scope}>{scope}</Chip>)}
						/>
					)}
					{hubspotMessage !== null && <Fact name="Server's words" value={<q>{hubspotMessage}</q>} />}
				</dl>
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

function Fact({ name, value }: { name: string; value: ReactNode }) {
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
	const { namedScopes } = explanation;
	const along = namedScopes.length === 0 ? "" : namedScopes.length === 1 ? " with it" : " with them";
	return (
		<Button kind="primary" onPress={() => reauthorize(connection.id, namedScopes)}>
			Re-authorize{along}…
		</Button>
	);
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
