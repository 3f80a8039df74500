import { useMutation } from "@tanstack/react-query";
import { CodeXml, TriangleAlert } from "lucide-react";
import { VerdictBadge } from "../../../domain/verdict";
import type { Connection, RequestProblem, RequiredConfirmation, Verdict } from "../../../host/bindings";
import { cancelRequest } from "../../../host/mutations";
import { openDialog } from "../../../navigation/navigation";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { TimeSince } from "../../../ui/time";
import type { Sending } from "./use-send";

/**
 * Send, naming the portal, and the act where it is asked for first; while it waits, for how long and how to stop; else
 * why it cannot be pressed.
 */
export function SendBar({
	connection,
	verdict,
	confirmation,
	problems,
	sending,
	maySend,
	onSend,
	onCode,
}: {
	connection: Connection;
	verdict: Verdict | null;
	confirmation: RequiredConfirmation | null;
	problems: RequestProblem[];
	sending: Sending;
	maySend: boolean;
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
			<span id="send-waits" className="muted">
				<WhyWaits problems={problems} connection={connection} />
			</span>
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

function WhyWaits({ problems, connection }: { problems: RequestProblem[]; connection: Connection }) {
	const first = problems[0];
	if (!first) return <kbd className="mono">Ctrl Enter</kbd>;
	const others = problems.length > 1 ? ` And ${problems.length - 1} more.` : "";
	if (first.at !== "lock") return `Send waits: ${first.message}${others}`;
	return (
		<>
			{first.message}{" "}
			<Button kind="link" onPress={() => openDialog({ kind: "unlock", connection: connection.id })}>
				Unlock writing…
			</Button>
		</>
	);
}
