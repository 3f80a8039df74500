import { X } from "lucide-react";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { mergeProps, useKeyboard, useToast, useToastRegion } from "react-aria";
import { createPortal } from "react-dom";
import { type QueuedToast, type ToastState, useToastQueue } from "react-stately/useToastState";
import { Button, IconButton } from "./button";
import { Note } from "./note";
import { type Message, toasts } from "./toast";
import styles from "./toast-region.module.css";

/** The message along the lower edge, which covers nothing: the window makes room. None ends while the pointer or the focus is among them; the focus goes back after the last. */
export function ToastRegion() {
	const state = useToastQueue(toasts);
	const region = useRef<HTMLDivElement>(null);
	const { regionProps } = useToastRegion({}, state, region);
	useRoom(region, state.visibleToasts.length > 0);
	if (state.visibleToasts.length === 0) return null;
	// Beside the window's own tree, which a dialog makes inert.
	return createPortal(
		<div {...regionProps} ref={region} className={styles.region} data-pane>
			{state.visibleToasts.map((toast) => (
				<OneToast key={toast.key} toast={toast} state={state} />
			))}
		</div>,
		document.body,
	);
}

// The height is known to the style sheets of the shell and of the layers.
function useRoom(region: RefObject<HTMLElement | null>, isShown: boolean) {
	useLayoutEffect(() => {
		const element = region.current;
		if (!isShown || !element) return;
		const { style } = document.documentElement;
		const measure = () => style.setProperty("--messages", `${element.offsetHeight}px`);
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => {
			observer.disconnect();
			style.removeProperty("--messages");
		};
	}, [region, isShown]);
}

function OneToast({ toast, state }: { toast: QueuedToast<Message>; state: ToastState<Message> }) {
	const box = useRef<HTMLDivElement>(null);
	const { toastProps, contentProps, titleProps, descriptionProps } = useToast({ toast }, state, box);
	const { tone, title, detail, action } = toast.content;
	const close = () => state.close(toast.key);
	const { keyboardProps } = useKeyboard({
		onKeyDown: (event) => (event.key === "Escape" ? close() : event.continuePropagation()),
	});
	return (
		<div {...mergeProps(toastProps, keyboardProps)} ref={box} className={styles.toast}>
			<div {...contentProps} role={tone === "danger" ? "alert" : "status"}>
				<Note
					tone={tone}
					inline
					title={<span {...titleProps}>{title}</span>}
					actions={action && <ActionButton action={action} close={close} />}
				>
					{detail ? <span {...descriptionProps}>{detail}</span> : undefined}
				</Note>
			</div>
			<IconButton label="Close message" onPress={close}>
				<X aria-hidden />
			</IconButton>
		</div>
	);
}

function ActionButton({ action, close }: { action: NonNullable<Message["action"]>; close: () => void }) {
	const press = () => {
		close();
		action.act();
	};
	return (
		<Button small onPress={press}>
			{action.label}
		</Button>
	);
}
