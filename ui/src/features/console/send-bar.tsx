import { useMutation } from "@tanstack/react-query";
import { Button } from "../../components/button";
import { TimeSince } from "../../components/time";
import { VerdictBadge } from "../../components/verdict";
import { type Connection, commands, type RequestProblem, type Verdict } from "../../host/bindings";
import styles from "./console.module.css";
import type { Sending } from "./use-send";

/** Send, naming the portal; while it waits, for how long and how to stop; else why it cannot be pressed. */
export function SendBar({
	connection,
	verdict,
	problems,
	sending,
	maySend,
	onSend,
	onUnlock,
}: {
	connection: Connection;
	verdict: Verdict | null;
	problems: RequestProblem[];
	sending: Sending;
	maySend: boolean;
	onSend: () => void;
	onUnlock: () => void;
}) {
	const cancel = useMutation({ mutationFn: commands.cancelRequest });
	const name = connection.identity.portalName;
	if (sending.kind === "waiting") {
		return (
			<div className={styles.sendBar}>
				<Button kind="primary" isPending>
					Sending to {name}…
				</Button>
				<Button onPress={() => cancel.mutate(sending.attempt.requestId)} isPending={cancel.isPending}>
					Cancel
				</Button>
				<span className="muted num">
					<TimeSince from={sending.startedAt} />
				</span>
			</div>
		);
	}
	return (
		<div className={styles.sendBar}>
			<Button kind="primary" isDisabled={!maySend} onPress={onSend} aria-describedby="send-waits">
				Send to {name}
			</Button>
			{verdict && <VerdictBadge verdict={verdict} />}
			<span id="send-waits" className="muted">
				<WhyWaits problems={problems} onUnlock={onUnlock} />
			</span>
		</div>
	);
}

function WhyWaits({ problems, onUnlock }: { problems: RequestProblem[]; onUnlock: () => void }) {
	const first = problems[0];
	if (!first) return <kbd className={styles.key}>Ctrl Enter</kbd>;
	const others = problems.length > 1 ? ` And ${problems.length - 1} more.` : "";
	if (first.at !== "lock") return `Send waits: ${first.message}${others}`;
	return (
		<>
			{first.message}{" "}
			<Button kind="link" onPress={onUnlock}>
				Unlock writing…
			</Button>
		</>
	);
}
