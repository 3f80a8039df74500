import { useRef } from "react";
import { Menu, Popover } from "react-aria-components";
import { createPortal } from "react-dom";
import styles from "./context-menu-layer.module.css";
import shared from "./layer.module.css";
import { itemsOf, type MenuEntry } from "./menu-entries";

/** The list of a context menu, at a point of the window. Esc closes it, and the focus goes back to where it was. */
export function ContextMenuLayer({
	label,
	at,
	entries,
	onClose,
}: {
	label: string;
	at: { x: number; y: number };
	entries: MenuEntry[];
	onClose: () => void;
}) {
	const point = useRef<HTMLSpanElement>(null);
	return (
		<>
			{/* In the body itself: a container query around it would have a place of its own for what is fixed. */}
			{createPortal(
				<span ref={point} className={styles.point} style={{ left: at.x, top: at.y }} aria-hidden />,
				document.body,
			)}
			<Popover
				trigger="MenuTrigger"
				triggerRef={point}
				isOpen
				onOpenChange={(isOpen) => !isOpen && onClose()}
				aria-label={label}
				className={shared.popover ?? ""}
				placement="bottom start"
				offset={0}
			>
				<Menu aria-label={label} autoFocus="first" onClose={onClose} className={shared.list ?? ""}>
					{itemsOf(entries)}
				</Menu>
			</Popover>
		</>
	);
}
