import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { ErrorNote } from "../domain/error-note";
import { lazyView } from "../domain/lazy-view";
import { toCommandError } from "../host/errors";
import { toastError } from "../host/toast-error";
import { useContextMenu } from "../ui/context-menu";
import { BodyLines, BodyScroller } from "./body-lines";
import { rowEntries } from "./body-menu";
import { drawable, pagesOf } from "./pages";
import { isTreeKey, treeAct } from "./tree-keys";
import { TreeRow } from "./tree-row";
import type { BodyActs } from "./use-body-acts";
import { useBodyRows } from "./use-body-rows";
import type { Found } from "./use-find";
import { useRowHeight } from "./use-row-height";

const WholeValue = lazyView("The value", async () => (await import("./whole-value")).WholeValue, "nothing");

/** The body as a tree in one flat list: whatever its size, only rows on the screen exist. */
export function BodyTree({
	responseId,
	rowCount: firstCount,
	found,
	acts,
}: {
	responseId: string;
	rowCount: number;
	found: Found | null;
	acts: BodyActs;
}) {
	const scroller = useRef<HTMLDivElement>(null);
	const id = useId();
	const height = useRowHeight();
	const { rowCount, toggle, unfoldedTo, row, usePages } = useBodyRows(responseId, firstCount);
	const [active, setActive] = useState(0);
	const [whole, setWhole] = useState<number | null>(null);
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
	const fold = (node: number) => void toggle(node).catch(toastError);
	const { listeners, menu } = useContextMenu("Row", (target) => {
		const rowElement = target.closest<HTMLElement>("[data-index]");
		// By the keyboard the event is the tree's own, and means the active row.
		const index = rowElement ? Number(rowElement.dataset.index) : active;
		const of = rows.get(index);
		if (!of) return null;
		setActive(index);
		const anchor = rowElement ?? document.getElementById(`${id}-${index}`);
		return { anchor, entries: rowEntries(of, acts, { showWhole: setWhole, toggle: fold }) };
	});
	const copyActive = (event: KeyboardEvent) => {
		const row = rows.get(active);
		// What is selected as text the system copies itself.
		if (!row || window.getSelection()?.toString()) return;
		event.preventDefault();
		if (event.shiftKey) acts.copyPath(row.node);
		else acts.copyValue(row.node);
	};
	const walk = async (event: KeyboardEvent) => {
		const act = await treeAct(event.key, Math.min(active, count - 1), count, row);
		if (act?.kind === "toggle") await toggle(act.node);
		if (act?.kind === "whole") setWhole(act.node);
		if (act?.kind === "move") {
			setActive(act.to);
			virtual.scrollToIndex(act.to);
		}
	};
	const key = (event: KeyboardEvent) => {
		listeners.onKeyDown(event);
		const isCommand = event.ctrlKey || event.metaKey;
		if (isCommand && event.key.toLowerCase() === "c") return copyActive(event);
		if (event.defaultPrevented || isCommand || event.altKey || !isTreeKey(event.key)) return;
		event.preventDefault();
		walk(event).catch(toastError);
	};
	const isDrawn = rows.has(active) && items.some(({ index }) => index === active);
	if (failure) return <ErrorNote error={toCommandError(failure)} />;
	return (
		<>
			<BodyScroller
				ref={scroller}
				role="tree"
				aria-label="Response body"
				aria-activedescendant={isDrawn ? `${id}-${active}` : undefined}
				onContextMenu={listeners.onContextMenu}
				onKeyDown={key}
			>
				<BodyLines height={virtual.getTotalSize()}>
					{items.map((item) => (
						<TreeRow
							key={item.key}
							id={`${id}-${item.index}`}
							index={item.index}
							row={rows.get(item.index)}
							isActive={item.index === active}
							isFound={item.index === found?.at && rowCount === found.rowCount}
							words={found?.text}
							style={{ height, transform: `translateY(${item.start}px)` }}
							onPress={(row) => {
								setActive(item.index);
								if (row.foldable) fold(row.node);
							}}
							onWhole={setWhole}
						/>
					))}
				</BodyLines>
				{count < rowCount && (
					<p className="muted" role="presentation">
						Only the first {count} rows are drawn. Fold parts to see the rest.
					</p>
				)}
			</BodyScroller>
			{menu}
			{whole !== null && (
				<WholeValue responseId={responseId} node={whole} acts={acts} onClose={() => setWhole(null)} />
			)}
		</>
	);
}
