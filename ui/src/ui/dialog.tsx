import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import styles from "./layer.module.css";

/** A question over the page. Esc closes it and focus goes back to where it came from. */
export function Dialog({
	title,
	isOpen,
	onClose,
	children,
	foot,
	wide = false,
	broad = false,
	stays = false,
	role = "dialog",
}: {
	title: string;
	isOpen: boolean;
	onClose: () => void;
	children: ReactNode;
	foot?: ReactNode;
	wide?: boolean;
	/** For lines of code. */
	broad?: boolean;
	/** A click beside it does not close it: it holds what took time to make. */
	stays?: boolean;
	role?: "dialog" | "alertdialog";
}) {
	return (
		<ModalOverlay
			isOpen={isOpen}
			onOpenChange={(open) => !open && onClose()}
			isDismissable={!stays}
			className={styles.veil ?? ""}
		>
			<Modal className={`${styles.modal} ${wide ? styles.wide : ""} ${broad ? styles.broad : ""}`}>
				<AriaDialog role={role} className={styles.dialog ?? ""}>
					<Heading slot="title" level={2} className={styles.title ?? ""}>
						{title}
					</Heading>
					{children}
					{foot !== undefined && <div className={styles.foot}>{foot}</div>}
				</AriaDialog>
			</Modal>
		</ModalOverlay>
	);
}
