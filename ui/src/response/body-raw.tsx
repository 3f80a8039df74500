import { useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef } from "react";
import { ErrorNote } from "../domain/error-note";
import { toCommandError } from "../host/errors";
import { bodyText } from "../host/queries/bodies";
import { useContextMenu } from "../ui/context-menu";
import { Marked } from "../ui/marked";
import { BodyLine, BodyLines, BodyScroller } from "./body-lines";
import { bodyEntries, selectionEntries } from "./body-menu";
import styles from "./body-raw.module.css";
import { drawable, pageSize, pagesOf } from "./pages";
import type { BodyActs } from "./use-body-acts";
import type { Found } from "./use-find";
import { useRowHeight } from "./use-row-height";

/** The body as text; only the lines on the screen are asked for. */
export function BodyRaw({
	responseId,
	lineCount,
	found,
	isWrapped,
	acts,
}: {
	responseId: string;
	lineCount: number;
	found: Found | null;
	/** Long lines go on below, and none is wider than the pane. */
	isWrapped: boolean;
	acts: BodyActs;
}) {
	const scroller = useRef<HTMLDivElement>(null);
	const height = useRowHeight();
	const virtual = useVirtualizer({
		count: drawable(lineCount, height),
		getScrollElement: () => scroller.current,
		estimateSize: () => height,
		overscan: 10,
		initialRect: { width: 600, height: 600 },
	});
	const items = virtual.getVirtualItems();
	useEffect(() => {
		if (typeof found?.at === "number") virtual.scrollToIndex(found.at, { align: "center" });
	}, [found, virtual]);
	const pages = useQueries({
		queries: pagesOf(items).map((page) => bodyText(responseId, page * pageSize, pageSize)),
	});
	const lines = new Map(
		pages.flatMap(({ data }) => data?.lines.map((line, at) => [data.start + at, line] as const) ?? []),
	);
	// Lines of several rows are measured once they are drawn; those of one are all alike.
	useLayoutEffect(() => {
		if (!isWrapped) virtual.measure();
	}, [virtual, isWrapped]);
	const { listeners, menu } = useContextMenu("Text", (target) => {
		const at = target.closest<HTMLElement>("[data-index]")?.dataset.index;
		const line = at === undefined ? undefined : lines.get(Number(at));
		const ofLine =
			line === undefined ? [] : [{ id: "line", text: "Copy line", act: () => acts.copy(line, "Line") }];
		return { entries: [...selectionEntries(acts), ...ofLine, ...bodyEntries(acts)] };
	});
	const failure = pages.find(({ error }) => error)?.error;
	if (failure) return <ErrorNote error={toCommandError(failure)} />;
	return (
		<>
			<BodyScroller ref={scroller} role="region" aria-label="Raw body" {...listeners}>
				<BodyLines height={virtual.getTotalSize()}>
					{items.map((item) => (
						<BodyLine
							key={item.key}
							isFound={item.index === found?.at}
							data-index={item.index}
							ref={isWrapped ? virtual.measureElement : undefined}
							className={isWrapped ? styles.wrapped : undefined}
							style={{
								...(isWrapped ? { minHeight: height } : { height }),
								transform: `translateY(${item.start}px)`,
							}}
						>
							<span className={styles.lineNumber} aria-hidden>
								{item.index + 1}
							</span>
							<code>
								<Marked text={lines.get(item.index) ?? ""} words={found?.text} />
							</code>
						</BodyLine>
					))}
				</BodyLines>
			</BodyScroller>
			{menu}
		</>
	);
}
