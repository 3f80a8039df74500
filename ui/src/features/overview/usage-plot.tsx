import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { UsagePoint } from "../../host/bindings";
import { useRem } from "../../lib/rem";
import styles from "./usage-plot.module.css";
import { isLimitNear, usedIn } from "./usage-words";

const heightRem = 8;
/** More dots than these run into each other; the line alone says it. */
const maxDots = 30;

/** Calls in each window over time. Draws when there are new points, another width or another theme, and at no other time. */
export default function UsagePlot({ points, label }: { points: UsagePoint[]; label: string }) {
	const place = useRef<HTMLDivElement>(null);
	const plot = useRef<uPlot>(null);
	const rem = useRem();
	useEffect(() => {
		const box = place.current;
		if (box === null) return;
		const made = new uPlot(options(box.clientWidth, heightRem * rem, rem), [[], [], []], box);
		plot.current = made;
		const resized = new ResizeObserver(() =>
			made.setSize({ width: box.clientWidth, height: heightRem * rem }),
		);
		resized.observe(box);
		// Colors are read when a line is drawn, so a new theme only needs a redraw.
		const themed = new MutationObserver(() => made.redraw(false));
		themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
		return () => {
			resized.disconnect();
			themed.disconnect();
			made.destroy();
			plot.current = null;
		};
	}, [rem]);
	// A plot that was made anew is empty, so the rem counts too.
	useEffect(() => plot.current?.setData(dataOf(points)), [points, rem]);
	return <div ref={place} className={styles.plot} role="img" aria-label={label} />;
}

function dataOf(points: UsagePoint[]): uPlot.AlignedData {
	const isLimitDrawn = isLimitNear(points);
	return [
		points.map(({ at }) => Date.parse(at) / 1000),
		points.map(usedIn),
		points.map(({ max }) => (isLimitDrawn ? max : null)),
	];
}

const stepped = uPlot.paths.stepped?.({ align: 1 });
const color = (name: string) => () =>
	getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function options(width: number, height: number, rem: number): uPlot.Options {
	const font = `${Math.round(rem * 0.6875)}px ${getComputedStyle(document.body).fontFamily}`;
	const axis = { stroke: color("--muted"), font, ticks: { show: false } };
	return {
		width,
		height,
		legend: { show: false },
		cursor: { show: false },
		scales: { y: { range: (_, __, most) => [0, Math.max(4, most ?? 4) * 1.05] } },
		axes: [
			{
				...axis,
				grid: { show: false },
				size: rem * 1.5,
				space: rem * 5,
				values: (_, times) => times.map(hour),
			},
			{ ...axis, grid: { stroke: color("--border"), width: 1 }, size: rem * 2.25, space: rem * 1.75 },
		],
		series: [
			{},
			{
				stroke: color("--accent"),
				width: 1.5,
				points: { show: (_, __, first, last) => last - first < maxDots, size: 4, fill: color("--accent") },
				...(stepped && { paths: stepped }),
			},
			{ stroke: color("--muted"), width: 1, dash: [4, 4], points: { show: false } },
		],
	};
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const hour = (seconds: number) => clock.format(new Date(seconds * 1000));
