import type { Connection } from "../../host/bindings";
import { copyAndTell } from "../../host/copied";
import { ContextMenuLayer } from "../../ui/context-menu-layer";

/** The portal, its item in the rail by the element's id, and where the pointer is; both 0: the keyboard asked for it. */
export type OpenedAt = { connection: Connection; item: string; x: number; y: number };

/** What of a portal can be copied. */
export function PortalMenu({
	connection: { identity },
	item,
	x,
	y,
	onClose,
}: OpenedAt & { onClose: () => void }) {
	const drawn = document.getElementById(item)?.getBoundingClientRect();
	const at = x === 0 && y === 0 && drawn ? { x: drawn.left, y: drawn.bottom } : { x, y };
	const { hubId, portalName } = identity;
	return (
		<ContextMenuLayer
			label={portalName}
			at={at}
			onClose={onClose}
			entries={[
				{ id: "id", text: "Copy Hub ID", act: () => copyAndTell(hubId, "Hub ID") },
				{
					id: "name",
					text: "Copy name and Hub ID",
					act: () => copyAndTell(`${portalName} (${hubId})`, "name and Hub ID"),
				},
			]}
		/>
	);
}
