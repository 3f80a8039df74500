import { useEffect } from "react";
import { type ArrivedLink, events } from "../host/bindings";
import { takeLink } from "../host/mutations";
import { navigation, openDialog, useDialog } from "../navigation/navigation";

let isTaking = false;
let mayWait = false;
// Taken from the host while another dialog was opening.
let taken: ArrivedLink | null = null;

// One at a time, and only when no dialog is open: a link that was taken is not lost to another that comes.
async function showNext() {
	if (isTaking || !mayWait || navigation().dialog !== null) return;
	isTaking = true;
	try {
		taken ??= await takeLink();
	} catch {
		// The host tells again when the next one comes.
	} finally {
		isTaking = false;
	}
	mayWait = taken !== null;
	if (taken === null || navigation().dialog !== null) return;
	openDialog({ kind: "link", link: taken });
	taken = null;
}

/** Asks about the links from outside, also one that came before the window was there. */
export function useArrivedLinks() {
	const isFree = useDialog() === null;
	useEffect(() => {
		if (isFree) void showNext();
	}, [isFree]);
	useEffect(() => {
		const look = () => {
			mayWait = true;
			void showNext();
		};
		look();
		const stop = events.linkArrived.listen(look);
		return () => void stop.then((unlisten) => unlisten());
	}, []);
}
