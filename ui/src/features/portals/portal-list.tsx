import {
	type KeyboardEvent,
	type SyntheticEvent,
	useCallback,
	useEffect,
	useId,
	useMemo,
	useRef,
	useState,
} from "react";
import { useRem } from "../../lib/rem";
import { useScrollBox } from "../../lib/scroll-box";
import { navigate } from "../../navigation/navigation";
import { lazyPart } from "../../ui/lazy-part";
import { neighbour, type Row, typeAhead } from "./arrange";
import { PortalItem } from "./portal-item";
import styles from "./portal-list.module.css";
import type { OpenedAt } from "./portal-menu";
import { rowsInSight, scrollToRow, startsOf } from "./row-places";

const PortalMenu = lazyPart(async () => (await import("./portal-menu")).PortalMenu);

/** Heights in rem: a portal, one whose badge is under its name, one of the folded rail, a heading. */
const heights = { roomy: 3.125, tight: 4.5, folded: 3.25, heading: 1.875 };
const roomyFrom = 12.5;
const pageStep = 10;
const typingPause = 700;

/** Before the list has been measured. */
const firstBox = { top: 0, height: 600, width: 232 };
const besideSight = 6;

/**
 * The portals as one list box: whatever their number, only those on the screen exist. The heights of its rows are known,
 * so it does without the virtualizer of the other long lists, which the first view would have to wait for.
 */
export function PortalList({
	rows,
	openId,
	isNarrow,
}: {
	rows: Row[];
	openId: string | null;
	isNarrow: boolean;
}) {
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const rem = useRem();
	const [activeId, setActiveId] = useState(openId);
	const typed = useRef({ text: "", at: 0 });
	const box = useScrollBox(scroller, firstBox);
	const isTight = box.width > 0 && box.width < roomyFrom * rem;
	const rowHeight = isNarrow ? heights.folded : isTight ? heights.tight : heights.roomy;
	const starts = useMemo(
		() =>
			startsOf(rows.map(({ kind }) => Math.round((kind === "group" ? heights.heading : rowHeight) * rem))),
		[rows, rowHeight, rem],
	);
	const scrollTo = (at: number) => scroller.current && scrollToRow(scroller.current, starts, at);
	const places = useMemo(() => new Map(rows.map((row, at) => [row.id, at])), [rows]);
	useEffect(() => {
		if (openId !== null) setActiveId(openId);
	}, [openId]);
	const openAt = openId === null ? undefined : places.get(openId);
	// When another portal is opened, not when the order changes.
	useEffect(() => {
		if (openAt !== undefined) scrollTo(openAt);
	}, [openId]);
	const active = places.get(activeId ?? "") ?? neighbour(rows, 0, 1);
	const goTo = (at: number) => {
		const row = rows[at];
		if (row?.kind !== "portal") return;
		setActiveId(row.id);
		// The heading above comes along.
		scrollTo(rows[at - 1]?.kind === "group" ? at - 1 : at);
		scrollTo(at);
	};
	const press = useCallback((pressed: string) => {
		setActiveId(pressed);
		navigate({ kind: "portal", id: pressed });
	}, []);
	const [menu, setMenu] = useState<OpenedAt | null>(null);
	const closeMenu = () => setMenu(null);
	const openMenu = (event: SyntheticEvent, at: number, x = 0, y = 0) => {
		const row = rows[at];
		if (row?.kind !== "portal") return;
		event.preventDefault();
		setMenu({ connection: row.connection, item: `${id}-${at}`, x, y });
	};
	const key = (event: KeyboardEvent) => {
		if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) {
			return openMenu(event, active);
		}
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const to = target(event.key, active, rows);
		if (event.key === "Enter" || (event.key === " " && typed.current.text === "")) {
			const row = rows[active];
			if (row?.kind === "portal") press(row.id);
		} else if (to !== null) {
			goTo(to);
		} else if (event.key.length === 1) {
			const isGoingOn = Date.now() - typed.current.at < typingPause;
			typed.current = { text: (isGoingOn ? typed.current.text : "") + event.key, at: Date.now() };
			goTo(typeAhead(rows, active, typed.current.text));
		} else {
			return;
		}
		event.preventDefault();
	};
	const [from, to] = rowsInSight(starts, box, besideSight);
	const total = rows.reduce((sum, row) => sum + (row.kind === "portal" ? 1 : 0), 0);
	const isDrawn = from <= active && active < to;
	return (
		<>
			<div
				ref={scroller}
				className={styles.list}
				role="listbox"
				aria-label="Portals"
				aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
				tabIndex={0}
				onKeyDown={key}
				onContextMenu={(event) => {
					const item = (event.target as Element).closest('[role="option"]');
					openMenu(event, Number(item?.id.slice(id.length + 1)), event.clientX, event.clientY);
				}}
			>
				<div role="presentation" className={styles.rows} style={{ height: starts.at(-1) }}>
					{rows.slice(from, to).map((row, nth) => {
						const at = from + nth;
						const start = starts[at] ?? 0;
						const height = (starts[at + 1] ?? start) - start;
						if (row.kind === "group") {
							const style = { height, transform: `translateY(${start}px)` };
							return (
								<div
									key={row.id}
									role="presentation"
									className={`${styles.group} ${isNarrow ? styles.narrow : ""}`}
									style={style}
								>
									{isNarrow ? "" : `${row.title} · ${row.count}`}
								</div>
							);
						}
						return (
							<PortalItem
								key={row.id}
								id={`${id}-${at}`}
								connection={row.connection}
								group={row.group}
								position={row.position}
								total={total}
								isOpen={row.id === openId}
								isActive={at === active}
								isNarrow={isNarrow}
								isTight={isTight}
								start={start}
								height={height}
								onPress={press}
							/>
						);
					})}
				</div>
			</div>
			{menu && <PortalMenu {...menu} onClose={closeMenu} onFault={closeMenu} />}
		</>
	);
}

/** Where an arrow or paging key goes. `null`: it is no such key. */
function target(key: string, active: number, rows: Row[]): number | null {
	switch (key) {
		case "ArrowDown":
			return neighbour(rows, active + 1, 1);
		case "ArrowUp":
			return neighbour(rows, active - 1, -1);
		case "PageDown":
			return neighbour(rows, Math.min(rows.length - 1, active + pageStep), -1);
		case "PageUp":
			return neighbour(rows, Math.max(0, active - pageStep), 1);
		case "Home":
			return neighbour(rows, 0, 1);
		case "End":
			return neighbour(rows, rows.length - 1, -1);
		default:
			return null;
	}
}
