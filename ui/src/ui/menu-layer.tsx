import type { ReactNode } from "react";
import { Menu, Popover } from "react-aria-components";
import styles from "./layer.module.css";
import type { OpenedMenu } from "./menu-trigger";

/** The list under a menu's button. */
export function MenuLayer({
	label,
	opened: { button, menuProps, onOpenChange },
	children,
}: {
	label: string;
	opened: OpenedMenu;
	children: ReactNode;
}) {
	return (
		<Popover
			trigger="MenuTrigger"
			triggerRef={button}
			isOpen
			onOpenChange={onOpenChange}
			aria-label={label}
			className={styles.popover ?? ""}
			placement="bottom end"
			offset={4}
		>
			<Menu {...menuProps} aria-label={label} className={styles.list ?? ""}>
				{children}
			</Menu>
		</Popover>
	);
}
