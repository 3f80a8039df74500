import { useEffect, useState } from "react";
import { secondsUntil, useSecond } from "../lib/clock";
import { Button } from "../ui/button";

/** Sends again once so much time has gone by since the call: by itself if that is asked for, else when it is pressed. */
export function SendAgainIn({
	after,
	seconds,
	onSend,
}: {
	/** When the call was sent. */
	after: string;
	seconds: number;
	onSend: () => void;
}) {
	const [isAsked, setAsked] = useState(false);
	const end = new Date(Date.parse(after) + seconds * 1000).toISOString();
	const left = secondsUntil(end, useSecond());
	const isDue = isAsked && left <= 0;
	useEffect(() => {
		if (!isDue) return;
		setAsked(false);
		onSend();
	}, [isDue, onSend]);
	if (left <= 0) {
		return (
			<Button kind="primary" onPress={onSend}>
				Send again
			</Button>
		);
	}
	return (
		<>
			<Button kind={isAsked ? "plain" : "primary"} onPress={() => setAsked(!isAsked)}>
				{isAsked ? "Cancel" : `Send again in ${left} s`}
			</Button>
			{isAsked && <span className="muted num">{`It is sent again in ${left} s.`}</span>}
			<span role="status" className="sr-only">
				{isAsked ? "It will be sent again by itself." : ""}
			</span>
		</>
	);
}
