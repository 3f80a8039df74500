import { type ReactNode, type RefObject, useId, useRef, useState } from "react";
import type { AriaButtonProps } from "react-aria/useButton";
import { OpenerContext } from "./button";
import { showToast } from "./toast";

/** Where the focus goes in a menu that opens. */
type Start = "first" | "last" | "menu";
const keys: Record<string, Start> = { Enter: "first", " ": "first", ArrowDown: "first", ArrowUp: "last" };

/** What the layer of an opened menu is given. */
export type OpenedMenu = {
	button: RefObject<HTMLButtonElement | null>;
	menuProps: { "aria-labelledby": string; autoFocus: "first" | "last" | true; onClose: () => void };
	onOpenChange: (isOpen: boolean) => void;
	onFault: () => void;
};

/**
 * A button that opens a menu. React Aria's own `MenuTrigger` is in one module with its menu; here the layer may be in a
 * chunk of its own, and shows as soon as it is loaded. It opens as there: when a mouse goes down, a finger goes up, or by
 * a key.
 */
export function MenuTrigger({
	trigger,
	children,
}: {
	/** One button. */
	trigger: ReactNode;
	/** The layer. */
	children: (opened: OpenedMenu) => ReactNode;
}) {
	const button = useRef<HTMLButtonElement>(null);
	const id = useId();
	const [start, setStart] = useState<Start | null>(null);
	const close = () => setStart(null);
	const onFault = () => {
		close();
		showToast(
			"danger",
			"The menu could not be loaded.",
			"A file of Portalscope could not be read. Try again.",
		);
	};
	const menuProps = {
		"aria-labelledby": id,
		autoFocus: start === "first" || start === "last" ? start : (true as const),
		onClose: close,
	};
	return (
		<>
			<OpenerContext value={{ button, props: opening(id, start, setStart), isOpen: start !== null }}>
				{trigger}
			</OpenerContext>
			{start !== null &&
				children({ button, menuProps, onOpenChange: (isOpen) => setStart(isOpen ? "menu" : null), onFault })}
		</>
	);
}

function opening(
	id: string,
	start: Start | null,
	setStart: (start: Start | null) => void,
): AriaButtonProps<"button"> {
	// The focus is on the button before the menu takes it, so that it comes back there.
	const open = (target: Element, at: Start) => {
		if (target instanceof HTMLElement) target.focus({ preventScroll: true });
		setStart(start === null ? at : null);
	};
	return {
		id,
		"aria-haspopup": "menu",
		"aria-expanded": start !== null,
		preventFocusOnPress: true,
		onPressStart: ({ pointerType, target }) => {
			if (pointerType !== "touch" && pointerType !== "keyboard")
				open(target, pointerType === "virtual" ? "first" : "menu");
		},
		onPress: ({ pointerType, target }) => {
			if (pointerType === "touch") open(target, "menu");
		},
		onKeyDown: (event) => {
			const at = keys[event.key];
			if (at === undefined) return event.continuePropagation();
			event.preventDefault();
			setStart(start === null ? at : null);
		},
	};
}
