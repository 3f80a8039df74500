import { noteNotKept } from "../domain/not-kept";
import { drafts, restoreDrafts } from "../domain/request-draft";
import { keepDrafts, keptDrafts } from "../host/mutations";

/** How long nothing is typed before what is open is handed to the host, in milliseconds. */
const pause = 500;

/** Opens the requests that were open when the app was last used, and has the host keep them until it is stopped. */
export async function beginKeepingDrafts(): Promise<() => void> {
	const kept = await keptDrafts();
	for (const [connectionId, open] of Object.entries(kept)) if (open) restoreDrafts(connectionId, open);
	let handedOver = drafts.get();
	let timer: ReturnType<typeof setTimeout> | undefined;
	const handOver = () => {
		clearTimeout(timer);
		const now = drafts.get();
		for (const [connectionId, { open, active }] of Object.entries(now)) {
			if (handedOver[connectionId] === now[connectionId]) continue;
			const kept = open.map(({ id, name, draft }) => ({ id, name, draft }));
			// A portal that was disconnected has nothing to keep.
			keepDrafts(connectionId, { open: kept, active })
				.then((leftOut) => noteNotKept(connectionId, leftOut))
				.catch(() => undefined);
		}
		handedOver = now;
	};
	const stop = drafts.subscribe(() => {
		clearTimeout(timer);
		timer = setTimeout(handOver, pause);
	});
	window.addEventListener("pagehide", handOver);
	return () => {
		stop();
		clearTimeout(timer);
		window.removeEventListener("pagehide", handOver);
	};
}
