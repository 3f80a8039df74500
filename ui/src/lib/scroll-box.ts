import { type RefObject, useLayoutEffect, useState } from "react";

/** What is in sight of something that scrolls, in pixels. */
export type ScrollBox = { top: number; height: number; width: number };
const step = 64;

/** Follows an element's scroll position, in steps of 64 pixels so that few frames of scrolling are news, and its size. */
export function useScrollBox(scroller: RefObject<HTMLElement | null>, first: ScrollBox): ScrollBox {
	const [box, setBox] = useState(first);
	useLayoutEffect(() => {
		const element = scroller.current;
		if (!element) return;
		const look = () => setBox((before) => unlessAlike(before, boxOf(element)));
		look();
		element.addEventListener("scroll", look, { passive: true });
		const observer = new ResizeObserver(look);
		observer.observe(element);
		return () => {
			element.removeEventListener("scroll", look);
			observer.disconnect();
		};
	}, [scroller]);
	return box;
}

const boxOf = ({ scrollTop, clientHeight, offsetWidth }: HTMLElement): ScrollBox => ({
	top: Math.floor(scrollTop / step) * step,
	height: clientHeight + step,
	width: offsetWidth,
});

function unlessAlike(before: ScrollBox, now: ScrollBox): ScrollBox {
	const isAlike = before.top === now.top && before.height === now.height && before.width === now.width;
	return isAlike ? before : now;
}
