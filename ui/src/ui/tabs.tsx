import {
	createContext,
	type KeyboardEvent,
	type ReactNode,
	type Ref,
	type RefObject,
	useContext,
	useId,
	useLayoutEffect,
	useRef,
	useState,
} from "react";
import styles from "./tabs.module.css";

type Selection = { base: string; selected: string; select: (id: string) => void };
const SelectionContext = createContext<Selection>({ base: "", selected: "", select: () => undefined });
const canHaveFocus =
	'a[href], summary, :is(button, input, select, textarea):not([disabled]), [tabindex]:not([tabindex="-1"])';

/**
 * Views of one thing, of which one is drawn. By hand, as the first view needs them: React Aria's tabs bring its
 * collections and selection along, a seventh of what the first view waits for.
 */
export function Tabs({
	selected,
	onSelect,
	className,
	children,
	ref,
}: {
	selected: string;
	onSelect: (id: string) => void;
	className?: string | undefined;
	children: ReactNode;
	ref?: Ref<HTMLDivElement>;
}) {
	const base = useId();
	return (
		<SelectionContext value={{ base, selected, select: onSelect }}>
			<div className={className} ref={ref}>
				{children}
			</div>
		</SelectionContext>
	);
}

/** The bar of tabs: one stop for Tab, in which the arrow keys, Home and End select, and Delete closes what can be closed. */
export function TabList({
	className = "",
	onDelete,
	...bar
}: {
	"aria-label": string;
	onDelete?: (() => void) | undefined;
	className?: string | undefined;
	children: ReactNode;
}) {
	const press = (event: KeyboardEvent<HTMLDivElement>) => {
		if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
		if (event.key === "Delete" && onDelete) {
			event.preventDefault();
			return onDelete();
		}
		const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
		const next = neighbor(event.key, tabs, tabs.indexOf(event.target as HTMLElement));
		if (!next) return;
		event.preventDefault();
		next.click();
	};
	return (
		<div
			{...bar}
			role="tablist"
			aria-orientation="horizontal"
			className={`${styles.bar} ${className}`}
			onKeyDown={press}
		/>
	);
}

function neighbor(key: string, tabs: HTMLElement[], at: number): HTMLElement | undefined {
	if (key === "ArrowRight") return tabs[(at + 1) % tabs.length];
	if (key === "ArrowLeft") return tabs.at(at - 1);
	if (key === "Home") return tabs[0];
	return key === "End" ? tabs.at(-1) : undefined;
}

export function Tab({
	id,
	className = "",
	children,
}: {
	id: string;
	className?: string | undefined;
	children: ReactNode;
}) {
	const { base, selected, select } = useContext(SelectionContext);
	const isSelected = id === selected;
	return (
		<button
			type="button"
			role="tab"
			id={`${base}-tab-${id}`}
			aria-selected={isSelected}
			aria-controls={isSelected ? `${base}-panel-${id}` : undefined}
			tabIndex={isSelected ? 0 : -1}
			className={`${styles.tab} ${className}`}
			onClick={(event) => {
				// WebKit gives a pressed button no focus.
				event.currentTarget.focus();
				select(id);
			}}
		>
			{children}
		</button>
	);
}

/** What a tab stands for, drawn while the tab is selected. */
export function TabPanel({
	id,
	...rest
}: {
	id: string;
	className?: string | undefined;
	children: ReactNode;
}) {
	const { selected } = useContext(SelectionContext);
	return id === selected ? <OpenPanel id={id} {...rest} /> : null;
}

function OpenPanel({
	id,
	className,
	children,
}: {
	id: string;
	className?: string | undefined;
	children: ReactNode;
}) {
	const { base } = useContext(SelectionContext);
	const panel = useRef<HTMLDivElement>(null);
	const isStop = useHasNoStop(panel);
	return (
		<div
			ref={panel}
			role="tabpanel"
			id={`${base}-panel-${id}`}
			aria-labelledby={`${base}-tab-${id}`}
			tabIndex={isStop ? 0 : undefined}
			className={className}
		>
			{children}
		</div>
	);
}

/** Whether nothing within can have the focus: then the panel itself can, so that the keyboard reaches it. */
function useHasNoStop(panel: RefObject<HTMLElement | null>): boolean {
	const [hasNone, setHasNone] = useState(false);
	useLayoutEffect(() => {
		const element = panel.current;
		if (!element) return;
		const look = () => setHasNone(element.querySelector(canHaveFocus) === null);
		look();
		const observer = new MutationObserver(look);
		observer.observe(element, {
			subtree: true,
			childList: true,
			attributes: true,
			attributeFilter: ["tabindex", "disabled"],
		});
		return () => observer.disconnect();
	}, [panel]);
	return hasNone;
}
