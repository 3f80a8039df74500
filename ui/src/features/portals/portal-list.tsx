import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useRem } from "../../lib/rem";
import { navigate } from "../../navigation/navigation";
import { neighbour, type Row, typeAhead } from "./arrange";
import { PortalItem } from "./portal-item";
import styles from "./portal-list.module.css";

/** Heights in rem: a portal, one whose badge is under its name, one of the folded rail, a heading. */
const heights = { roomy: 3.125, tight: 4.5, folded: 3.25, heading: 1.875 };
const roomyFrom = 12.5;
const pageStep = 10;
const typingPause = 700;

/** The portals as one list box: whatever their number, only those on the screen exist. */
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
	const width = useRef(0);
	const isTight = width.current > 0 && width.current < roomyFrom * rem;
	const rowHeight = isNarrow ? heights.folded : isTight ? heights.tight : heights.roomy;
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: (at) => Math.round((rows[at]?.kind === "group" ? heights.heading : rowHeight) * rem),
		getItemKey: (at) => rows[at]?.id ?? at,
		overscan: 6,
		initialRect: { width: 232, height: 600 },
	});
	width.current = virtual.scrollRect?.width ?? 0;
	const places = useMemo(() => new Map(rows.map((row, at) => [row.id, at])), [rows]);
	useEffect(() => {
		if (openId !== null) setActiveId(openId);
	}, [openId]);
	const openAt = openId === null ? undefined : places.get(openId);
	// When another portal is opened, not when the order changes.
	useEffect(() => {
		if (openAt !== undefined) virtual.scrollToIndex(openAt);
	}, [openId]);
	const active = places.get(activeId ?? "") ?? neighbour(rows, 0, 1);
	const goTo = (at: number) => {
		const row = rows[at];
		if (row?.kind !== "portal") return;
		setActiveId(row.id);
		// The heading above comes along.
		virtual.scrollToIndex(rows[at - 1]?.kind === "group" ? at - 1 : at);
		virtual.scrollToIndex(at);
	};
	const press = useCallback((pressed: string) => {
		setActiveId(pressed);
		navigate({ kind: "portal", id: pressed });
	}, []);
	const key = (event: KeyboardEvent) => {
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
	const items = virtual.getVirtualItems();
	const total = rows.reduce((sum, row) => sum + (row.kind === "portal" ? 1 : 0), 0);
	const isDrawn = items.some(({ index }) => index === active);
	return (
		<div
			ref={scroller}
			className={styles.list}
			role="listbox"
			aria-label="Portals"
			aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
			tabIndex={0}
			onKeyDown={key}
		>
			<div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
				{items.map((item) => {
					const row = rows[item.index];
					const style = { height: item.size, transform: `translateY(${item.start}px)` };
					if (row?.kind === "group") {
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
					return row ? (
						<PortalItem
							key={row.id}
							id={`${id}-${item.index}`}
							connection={row.connection}
							group={row.group}
							position={row.position}
							total={total}
							isOpen={row.id === openId}
							isActive={item.index === active}
							isNarrow={isNarrow}
							isTight={isTight}
							start={item.start}
							height={item.size}
							onPress={press}
						/>
					) : null;
				})}
			</div>
		</div>
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
