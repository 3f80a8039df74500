import type { RefObject } from "react";
import { Tooltip as AriaTooltip, TooltipTriggerStateContext } from "react-aria-components";
import type { TooltipTriggerState } from "react-stately/useTooltipTriggerState";
import styles from "./tooltip.module.css";

/** The words over an `IconButton`. */
export function Tooltip({
	id,
	text,
	button,
	state,
}: {
	id: string | undefined;
	text: string;
	button: RefObject<HTMLButtonElement | null>;
	state: TooltipTriggerState;
}) {
	return (
		<TooltipTriggerStateContext value={state}>
			<AriaTooltip {...(id && { id })} triggerRef={button} className={styles.tooltip ?? ""} offset={6}>
				{text}
			</AriaTooltip>
		</TooltipTriggerStateContext>
	);
}
