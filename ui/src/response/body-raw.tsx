import { useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { ErrorNote } from "../domain/error-note";
import { toCommandError } from "../host/errors";
import { bodyText } from "../host/queries/bodies";
import { Marked } from "../ui/marked";
import { BodyLine, BodyLines, BodyScroller } from "./body-lines";
import styles from "./body-raw.module.css";
import { drawable, pageSize, pagesOf } from "./pages";
import type { Found } from "./use-find";
import { useRowHeight } from "./use-row-height";

/** The body as text; only the lines on the screen are asked for. */
export function BodyRaw({
	responseId,
	lineCount,
	found,
}: {
	responseId: string;
	lineCount: number;
	found: Found | null;
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
	const failure = pages.find(({ error }) => error)?.error;
	if (failure) return <ErrorNote error={toCommandError(failure)} />;
	return (
		<BodyScroller ref={scroller} role="region" aria-label="Raw body">
			<BodyLines height={virtual.getTotalSize()}>
				{items.map((item) => (
					<BodyLine
						key={item.key}
						isFound={item.index === found?.at}
						style={{ height, transform: `translateY(${item.start}px)` }}
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
	);
}
