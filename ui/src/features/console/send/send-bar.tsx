import { useMutation } from "@tanstack/react-query";
import { CodeXml, TriangleAlert } from "lucide-react";
import { VerdictBadge } from "../../../domain/verdict";
import type {
	Connection,
	RequestDraft,
	RequestProblem,
	RequiredConfirmation,
	Verdict,
} from "../../../host/bindings";
import { cancelRequest } from "../../../host/mutations";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { TimeSince } from "../../../ui/time";
import type { Sending } from "./use-send";
import { WhyWaits } from "./why-waits";

/**
 * Send, naming the portal, and the act where it is asked for first; while it waits, for how long and how to stop; else
 * why it cannot be pressed.
 */
export function SendBar({
	connection,
	draft,
	verdict,
	confirmation,
	problems,
	sending,
	maySend,
	hinderedTimes,
	onSend,
	onCode,
}: {
	connection: Connection;
	draft: RequestDraft;
	/** `null`: it is not known, or HubSpot has refused the call since. */
	verdict: Verdict | null;
	confirmation: RequiredConfirmation | null;
	problems: RequestProblem[];
	sending: Sending;
	maySend: boolean;
	/** How often somebody tried to send it as it is. */
	hinderedTimes: number;
	onSend: () => void;
	onCode: () => void;
}) {
	const cancel = useMutation({ mutationFn: cancelRequest });
	const name = connection.identity.portalName;
	const kind = confirmation?.reason === "destructive" ? "danger" : "primary";
	if (sending.kind === "waiting") {
		return (
			<Row gap="2-3">
				<Button kind={kind} isPending>
					Sending to {name}…
				</Button>
				<Button onPress={() => cancel.mutate(sending.attempt.requestId)} isPending={cancel.isPending}>
					Cancel
				</Button>
				<span className="muted num">
					<TimeSince from={sending.startedAt} />
				</span>
				{hinderedTimes > 0 && (
					<span role="alert" key={hinderedTimes}>
						A call is on its way already.
					</span>
				)}
			</Row>
		);
	}
	return (
		<Row gap="2-3">
			<Button kind={kind} isDisabled={!maySend} onPress={onSend} aria-describedby="send-waits">
				{confirmation ? <AskedFor act={confirmation.act} /> : `Send to ${name}`}
			</Button>
			<Button onPress={onCode}>
				<CodeXml aria-hidden />
				Code…
			</Button>
			{verdict && <VerdictBadge verdict={verdict} />}
			<WhyWaits
				id="send-waits"
				problems={problems}
				draft={draft}
				connection={connection}
				hinderedTimes={hinderedTimes}
			/>
		</Row>
	);
}

// The icon repeats the red of the button for people who do not see colors.
function AskedFor({ act }: { act: string }) {
	return (
		<>
			<TriangleAlert aria-hidden />
			{act}…
		</>
	);
}
