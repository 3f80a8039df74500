import type { Connection } from "../../host/bindings";
import { ContextMenuLayer } from "../../ui/context-menu-layer";
import { entriesOf } from "./portal-entries";

/** The portal, its item in the rail by the element's id, and where the pointer is; both 0: the keyboard asked for it. */
export type OpenedAt = { connection: Connection; item: string; x: number; y: number };

/** What can be done with a portal, without opening it. */
export function PortalMenu({ connection, item, x, y, onClose }: OpenedAt & { onClose: () => void }) {
	const drawn = document.getElementById(item)?.getBoundingClientRect();
	const at = x === 0 && y === 0 && drawn ? { x: drawn.left, y: drawn.bottom } : { x, y };
	return (
		<ContextMenuLayer
			label={connection.identity.portalName}
			at={at}
			onClose={onClose}
			entries={entriesOf(connection)}
		/>
	);
}
