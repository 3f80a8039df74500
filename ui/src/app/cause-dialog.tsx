import { useEffect, useRef } from "react";
import type { Cause } from "../host/bindings";
import { closeDialog, openDialog } from "../navigation/navigation";
import { CausePage, useCauseTitle } from "../response/cause-page";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** The page of a cause above whatever names it. */
export function CauseDialog({ label }: { label: Cause }) {
	const page = useRef<HTMLDivElement>(null);
	const shown = useRef(label);
	useEffect(() => {
		// The link that led here is gone, and the focus with it.
		if (shown.current === label) return;
		shown.current = label;
		page.current?.focus({ preventScroll: true });
		page.current?.scrollIntoView();
	}, [label]);
	return (
		<Dialog
			title={useCauseTitle(label)}
			isOpen
			onClose={closeDialog}
			wide
			foot={<Button onPress={closeDialog}>Close</Button>}
		>
			<div ref={page} tabIndex={-1}>
				<CausePage label={label} onOpen={(other) => openDialog({ kind: "cause", label: other })} />
			</div>
		</Dialog>
	);
}
