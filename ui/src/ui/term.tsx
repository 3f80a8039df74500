import { useRef } from "react";
import { useTooltipTrigger } from "react-aria/useTooltipTrigger";
import { useTooltipTriggerState } from "react-stately/useTooltipTriggerState";
import { Tooltip } from "./button";
import styles from "./term.module.css";

/** A word that not everybody knows, with what it means in one line: by the pointer, by the focus and by a press. */
export function Term({ children, about }: { children: string; about: string }) {
	const word = useRef<HTMLButtonElement>(null);
	const state = useTooltipTriggerState({ delay: 300, closeDelay: 0 });
	const { triggerProps, tooltipProps } = useTooltipTrigger({ shouldCloseOnPress: false }, state, word);
	return (
		<>
			<button
				{...triggerProps}
				ref={word}
				type="button"
				className={styles.term}
				onClick={() => state.open(true)}
			>
				{children}
			</button>
			{state.isOpen && (
				<Tooltip id={tooltipProps.id} text={about} button={word} state={state} onFault={state.close} />
			)}
		</>
	);
}
