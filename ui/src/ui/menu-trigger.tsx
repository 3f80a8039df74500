import { type ReactNode, type RefObject, useRef } from "react";
import { type AriaMenuOptions, useMenuTrigger } from "react-aria/useMenu";
import { useMenuTriggerState } from "react-stately/useMenuTriggerState";
import { OpenerContext } from "./button";
import { showToast } from "./toast";

/** What the layer of an opened menu is given. */
export type OpenedMenu = {
	button: RefObject<HTMLButtonElement | null>;
	menuProps: Omit<AriaMenuOptions<object>, "children">;
	onOpenChange: (isOpen: boolean) => void;
	onFault: () => void;
};

/**
 * A button that opens a menu. React Aria's own `MenuTrigger` is in one module with its menu; here the layer may be in a
 * chunk of its own, and shows as soon as it is loaded.
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
	const state = useMenuTriggerState({});
	const { menuTriggerProps, menuProps } = useMenuTrigger<object>({}, state, button);
	const onFault = () => {
		state.close();
		showToast(
			"danger",
			"The menu could not be loaded.",
			"A file of Portalscope could not be read. Try again.",
		);
	};
	return (
		<>
			<OpenerContext value={{ button, props: menuTriggerProps, isOpen: state.isOpen }}>
				{trigger}
			</OpenerContext>
			{state.isOpen && children({ button, menuProps, onOpenChange: state.setOpen, onFault })}
		</>
	);
}
