import { createContext, type ReactNode, type RefObject, useContext, useRef } from "react";
import { mergeProps } from "react-aria/mergeProps";
import { type AriaButtonProps, useButton } from "react-aria/useButton";
import { useFocusRing } from "react-aria/useFocusRing";
import { useHover } from "react-aria/useHover";
import { useTooltipTrigger } from "react-aria/useTooltipTrigger";
import { useTooltipTriggerState } from "react-stately/useTooltipTriggerState";
import styles from "./button.module.css";
import { lazyPart } from "./lazy-part";

type Kind = "plain" | "primary" | "danger" | "quiet" | "link";
type Acts = Omit<AriaButtonProps<"button">, "children" | "elementType" | "href" | "target" | "rel">;
type Props = Acts & {
	kind?: Kind;
	small?: boolean;
	className?: string | undefined;
	children: ReactNode;
	isPending?: boolean;
};
type Opener = { button: RefObject<HTMLButtonElement | null>; props: Acts; isOpen: boolean };

/** What makes the button within open something. */
export const OpenerContext = createContext<Opener | null>(null);

/** A button. While `isPending` it keeps its place, its focus and its name, and takes no press. */
export function Button({ kind = "plain", small = false, className = "", ...props }: Props) {
	const classes = [
		styles.button,
		styles[kind],
		small ? styles.small : "",
		props.isPending ? styles.pending : "",
		className,
	];
	return <PlainButton {...props} button={useButtonRef()} className={classes.join(" ")} />;
}

export const Tooltip = lazyPart(async () => (await import("./tooltip")).Tooltip);

/** A square button that shows a picture and is named by `label`, also as its tooltip if that has no words of its own. */
export function IconButton({
	label,
	tip = label,
	small = false,
	...props
}: Acts & { label: string; tip?: string; small?: boolean; children: ReactNode; isPending?: boolean }) {
	const button = useButtonRef();
	const state = useTooltipTriggerState({ delay: 500, closeDelay: 0 });
	const { triggerProps, tooltipProps } = useTooltipTrigger({}, state, button);
	return (
		<>
			<PlainButton
				{...props}
				aria-label={label}
				button={button}
				hovered={triggerProps}
				className={`${styles.button} ${styles.icon} ${small ? styles.tiny : ""}`}
			/>
			{state.isOpen && (
				<Tooltip id={tooltipProps.id} text={tip} button={button} state={state} onFault={state.close} />
			)}
		</>
	);
}

function useButtonRef(): RefObject<HTMLButtonElement | null> {
	const own = useRef<HTMLButtonElement>(null);
	return useContext(OpenerContext)?.button ?? own;
}

// React Aria's hooks and not its `Button`, whose pending state leaves a nameless image in a live region for some seconds.
function PlainButton({
	button,
	hovered,
	className,
	children,
	isPending = false,
	...props
}: Acts & {
	button: RefObject<HTMLButtonElement | null>;
	/** What else listens to pointer, focus and keys. */
	hovered?: ReturnType<typeof useTooltipTrigger>["triggerProps"];
	className: string;
	children: ReactNode;
	isPending?: boolean;
}) {
	const opener = useContext(OpenerContext);
	const waiting = isPending && { onPress: () => undefined, type: "button" as const };
	const acts = { ...mergeProps(opener?.props ?? {}, props), ...waiting };
	const { buttonProps, isPressed } = useButton(acts, button);
	const { hoverProps, isHovered } = useHover({ isDisabled: props.isDisabled });
	const { focusProps, isFocusVisible } = useFocusRing({ autoFocus: props.autoFocus });
	return (
		<button
			{...mergeProps(buttonProps, focusProps, hoverProps, hovered)}
			ref={button}
			aria-disabled={isPending || undefined}
			data-disabled={props.isDisabled || undefined}
			data-pressed={isPressed || opener?.isOpen || undefined}
			data-hovered={isHovered || undefined}
			data-focus-visible={isFocusVisible || undefined}
			className={className}
		>
			{children}
		</button>
	);
}
