import { fillPortal } from "../domain/connect-draft";
import type { Connection } from "../host/bindings";
import { closeDialog, navigate } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

export function portalWords({ identity }: Connection): string {
	return `${identity.portalName} (${identity.hubId})`;
}

/** The connected portals that a link means: the one that it names, or any. */
export const fitting = (connections: Connection[], portal: string | null) =>
	connections.filter(({ identity }) => portal === null || identity.hubId === portal);

/** A link for a portal that is not connected is opened in no other. */
export function NoPortal({ title, portal }: { title: string; portal: string | null }) {
	const connect = () => {
		if (portal !== null) fillPortal(portal);
		closeDialog();
		navigate({ kind: "connect" });
	};
	return (
		<Dialog
			title={title}
			isOpen
			onClose={closeDialog}
			foot={
				<>
					<Button onPress={closeDialog}>Close</Button>
					<Button kind="primary" onPress={connect}>
						Connect a portal
					</Button>
				</>
			}
		>
			<p>
				{portal === null
					? "No portal is connected yet, so there is none to open it in."
					: `It is for portal ${portal}, which is not connected here. It is not opened in another one.`}{" "}
				Connect the portal, then open the link again.
			</p>
		</Dialog>
	);
}
