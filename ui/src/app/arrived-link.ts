import { useEffect } from "react";
import { type ArrivedLink, events } from "../host/bindings";
import { takeLink } from "../host/mutations";
import { createStore, useStore } from "../lib/store";

const shown = createStore<ArrivedLink | null>(null);
let isTaking = false;

// One at a time, and only when none is shown: a link that was taken is not lost to another that comes.
async function takeNext() {
	if (isTaking || shown.get() !== null) return;
	isTaking = true;
	try {
		shown.set(await takeLink());
	} catch {
		// The host tells again when the next one comes.
	} finally {
		isTaking = false;
	}
}

const dismiss = () => {
	shown.set(null);
	void takeNext();
};

/** The link from outside that waits for a decision, also one that came before the window was there. */
export function useArrivedLink(): [ArrivedLink | null, () => void] {
	useEffect(() => {
		void takeNext();
		const stop = events.linkArrived.listen(() => void takeNext());
		return () => void stop.then((unlisten) => unlisten());
	}, []);
	return [useStore(shown), dismiss];
}
