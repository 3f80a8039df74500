import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { ErrorNote } from "../domain/error-note";
import { toCommandError } from "../host/errors";
import { copyText } from "../host/mutations";
import { toastError } from "../host/toast-error";
import { BodyLines, BodyScroller } from "./body-lines";
import { drawable, pagesOf } from "./pages";
import { treeAct } from "./tree-keys";
import { TreeRow } from "./tree-row";
import { useBodyRows } from "./use-body-rows";
import type { Found } from "./use-find";
import { useRowHeight } from "./use-row-height";

/** The body as a tree in one flat list: whatever its size, only rows on the screen exist. */
export function BodyTree({
	responseId,
	rowCount: firstCount,
	found,
}: {
	responseId: string;
	rowCount: number;
	found: Found | null;
}) {
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const height = useRowHeight();
	const { rowCount, toggle, unfoldedTo, row, usePages } = useBodyRows(responseId, firstCount);
	const [active, setActive] = useState(0);
	const count = drawable(rowCount, height);
	const virtual = useVirtualizer({
		count,
		getScrollElement: () => scroller.current,
		estimateSize: () => height,
		overscan: 12,
		initialRect: { width: 600, height: 600 },
	});
	const items = virtual.getVirtualItems();
	useEffect(() => {
		if (typeof found?.at !== "number") return;
		unfoldedTo(found.rowCount);
		setActive(found.at);
		virtual.scrollToIndex(found.at, { align: "center" });
	}, [found, virtual, unfoldedTo]);
	const pages = usePages(pagesOf(items));
	const rows = new Map(
		pages.flatMap(({ data }) => data?.rows.map((row, at) => [data.start + at, row] as const) ?? []),
	);
	const failure = pages.find(({ error }) => error)?.error;
	const key = async (event: KeyboardEvent) => {
		if ((event.ctrlKey || event.metaKey) && event.key === "c") return copyActive();
		if (event.ctrlKey || event.metaKey || event.altKey || !isTreeKey(event.key)) return;
		event.preventDefault();
		const act = await treeAct(event.key, Math.min(active, count - 1), count, row);
		if (act?.kind === "toggle") await toggle(act.node);
		if (act?.kind === "move") {
			setActive(act.to);
			virtual.scrollToIndex(act.to);
		}
	};
	const copyActive = async () => {
		const row = rows.get(active);
		if (row && !window.getSelection()?.toString()) await copyText(row.text);
	};
	const isDrawn = rows.has(active) && items.some(({ index }) => index === active);
	if (failure) return <ErrorNote error={toCommandError(failure)} />;
	return (
		<BodyScroller
			ref={scroller}
			role="tree"
			aria-label="Response body"
			aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
			onKeyDown={(event) => void key(event).catch(toastError)}
		>
			<BodyLines height={virtual.getTotalSize()}>
				{items.map((item) => (
					<TreeRow
						key={item.key}
						id={`${id}-${item.index}`}
						row={rows.get(item.index)}
						isActive={item.index === active}
						isFound={item.index === found?.at && rowCount === found.rowCount}
						words={found?.text}
						style={{ height, transform: `translateY(${item.start}px)` }}
						onPress={(row) => {
							setActive(item.index);
							if (row.foldable) toggle(row.node).catch(toastError);
						}}
					/>
				))}
			</BodyLines>
			{count < rowCount && (
				<p className="muted" role="presentation">
					Only the first {count} rows are drawn. Fold parts to see the rest.
				</p>
			)}
		</BodyScroller>
	);
}

const treeKeys = [
	"ArrowDown",
	"ArrowUp",
	"ArrowLeft",
	"ArrowRight",
	"Home",
	"End",
	"PageUp",
	"PageDown",
	"Enter",
	" ",
];
const isTreeKey = (key: string) => treeKeys.includes(key);
