import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { isChosenCall } from "../../domain/chosen-calls";
import { ErrorNote } from "../../domain/error-note";
import type { Connection, HistoryRow } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { useToday } from "../../lib/clock";
import { useRem } from "../../lib/rem";
import { Button } from "../../ui/button";
import { useContextMenu } from "../../ui/context-menu";
import { type ListRow, stepTo } from "./list-rows";
import { NewCalls, useNewCalls } from "./new-calls";
import { RowItem } from "./row-item";
import styles from "./row-list.module.css";
import { openedRowEntries, rowEntries } from "./row-menu";
import { useHeldRows } from "./use-held-rows";
import type { Found } from "./use-history-rows";
import type { Look } from "./use-look";
import { dayName } from "./words";

/** Heights in rem. */
const heights = { entry: 3.25, day: 2 };
/** So many rows before the end more are read. */
const ahead = 30;

/** The entries as one list box: only rows on the screen exist, and more are read as the end comes near. */
export function RowList({
	found,
	look,
	connections,
	all,
	onDelete,
}: {
	found: Found;
	look: Look;
	/** For the names of portals. `null`: all entries are of one. */
	connections: Connection[] | null;
	/** For what can be done with an entry. */
	all: Connection[];
	onDelete: (entry: HistoryRow) => void;
}) {
	const { entries, query, more } = found;
	const { rows, beginReading } = useHeldRows(found);
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const rem = useRem();
	const today = useToday();
	const [activeId, setActiveId] = useState(look.entry);
	const activeAt = rows.findIndex((row) => row.id === activeId);
	const active = activeAt === -1 ? Math.min(1, rows.length - 1) : activeAt;
	const heightOf = (at: number) => Math.round(heights[rows[at]?.kind ?? "entry"] * rem);
	const [isAtTop, setAtTop] = useState(true);
	const virtual = useVirtualizer({
		count: rows.length,
		getScrollElement: () => scroller.current,
		estimateSize: heightOf,
		getItemKey: (at) => rows[at]?.id ?? at,
		overscan: 8,
		initialRect: { width: 600, height: 600 },
		// The row at the upper edge stays there when rows come in above it; at the top they are shown.
		anchorTo: isAtTop ? "start" : "end",
	});
	useEffect(() => virtual.measure(), [virtual, rows, rem]);
	const items = virtual.getVirtualItems();
	const offset = virtual.scrollOffset ?? 0;
	useEffect(() => {
		setAtTop(offset <= 0);
		const edge = virtual.getVirtualItemForOffset(offset);
		beginReading(offset <= 0 || edge === undefined ? undefined : rows[edge.index]);
	});
	const newCalls = useNewCalls(rows, isAtTop);
	const last = items.at(-1)?.index ?? 0;
	useEffect(() => {
		if (last >= rows.length - ahead) more();
	});
	const goTo = (at: number) => {
		setActiveId(rows[at]?.id ?? null);
		if (at <= 1) return virtual.scrollToOffset(0);
		// The day above comes along.
		virtual.scrollToIndex(rows[at - 1]?.kind === "day" ? at - 1 : at);
		virtual.scrollToIndex(at);
	};
	const open = (row: ListRow | undefined) => {
		if (row?.kind !== "entry") return;
		setActiveId(row.id);
		look.open(row.id);
	};
	const { listeners, menu } = useContextMenu("Entry", (target) => {
		const drawn = target.closest<HTMLElement>('[role="option"]');
		// By the keyboard the event is the list's own, and means the active row.
		const index = drawn ? Number(drawn.dataset.index) : active;
		const row = rows[index];
		if (row?.kind !== "entry") return null;
		setActiveId(row.id);
		const connection = all.find(({ id }) => id === row.entry.connection);
		const entries =
			look.opened !== null
				? openedRowEntries(row.entry, () => open(row))
				: rowEntries(row.entry, connection, {
						open: () => open(row),
						onDelete: () => onDelete(row.entry),
						isChosen: isChosenCall(connection?.id ?? "", row.id),
					});
		return { anchor: drawn ?? document.getElementById(`${id}-${index}`), entries };
	});
	const key = (event: KeyboardEvent) => {
		listeners.onKeyDown(event);
		if (event.defaultPrevented) return;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const row = rows[active];
		const to = stepTo(event.key, rows, active);
		if (to !== null) goTo(to);
		else if (event.key === "Enter" || event.key === " ") open(row);
		else if (event.key === "Delete" && row?.kind === "entry") onDelete(row.entry);
		else return;
		event.preventDefault();
	};
	const showNew = () => {
		goTo(Math.min(1, rows.length - 1));
		scroller.current?.focus({ preventScroll: true });
	};
	const isDrawn = items.some(({ index }) => index === active);
	return (
		<div className={styles.frame}>
			<NewCalls calls={newCalls} onGo={showNew} />
			<div
				ref={scroller}
				className={styles.list}
				role="listbox"
				aria-label="Calls, the newest first"
				aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
				tabIndex={0}
				onContextMenu={listeners.onContextMenu}
				onKeyDown={key}
			>
				<div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
					{items.map(({ index, start, size }) => {
						const row = rows[index];
						const style = { height: size, transform: `translateY(${start}px)` };
						if (row === undefined) return null;
						if (row.kind === "day") {
							return (
								<div key={row.id} role="presentation" className={styles.day} style={style}>
									{dayName(row.at, today)}
								</div>
							);
						}
						return (
							<RowItem
								key={row.id}
								id={`${id}-${index}`}
								index={index}
								entry={row.entry}
								portal={portalOf(row.entry, connections)}
								position={row.position}
								total={query.hasNextPage ? -1 : entries.length}
								isOpen={row.id === look.entry || row.id === look.beside}
								isActive={index === active}
								style={style}
								onPress={() => open(row)}
							/>
						);
					})}
				</div>
				<ListEnd query={query} />
			</div>
			{menu}
		</div>
	);
}

function ListEnd({ query }: { query: Found["query"] }) {
	if (query.isFetchingNextPage) {
		return (
			<p role="presentation" className={`${styles.end} muted`}>
				Searching further back…
			</p>
		);
	}
	if (!query.error) return null;
	return (
		<div role="presentation" className={styles.end}>
			<ErrorNote
				error={toCommandError(query.error)}
				actions={<Button onPress={() => query.fetchNextPage()}>Try again</Button>}
			/>
		</div>
	);
}

/** The portal's name; of one that is gone its id. */
function portalOf(entry: HistoryRow, connections: Connection[] | null): string | null {
	if (connections === null) return null;
	const known = connections.find(({ id }) => id === entry.connection);
	return known?.identity.portalName ?? (entry.portal === null ? "" : `Portal ${entry.portal}`);
}
