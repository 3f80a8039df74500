import { type ComponentType, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { chunk } from "../lib/chunk";
import { Button } from "../ui/button";
import { Loading, SkeletonCard } from "../ui/skeleton";
import { ErrorNote } from "./error-note";

/** A view in a chunk of its own, drawn once it is loaded. */
type LazyView<Props> = ComponentType<Props> & { load: () => Promise<void> };

/**
 * Makes a view of a chunk. Unlike React's `lazy` it can be tried again when the chunk does not load, and it draws at
 * once where the chunk was loaded before. `waiting`: what stands in its place until then; nothing for a dialog.
 */
export function lazyView<Props extends object>(
	what: string,
	fetchView: () => Promise<ComponentType<Props>>,
	waiting: "card" | "nothing" = "card",
): LazyView<Props> {
	const { get, load } = chunk(fetchView);
	function View(props: Props) {
		const [Loaded, setLoaded] = useState(get);
		const [fault, setFault] = useState<string | null>(null);
		const fetchIt = useCallback(() => {
			setFault(null);
			load().then(
				() => setLoaded(get),
				(thrown: unknown) => setFault(thrown instanceof Error ? thrown.message : String(thrown)),
			);
		}, []);
		const hasWaited = useRef(!Loaded);
		useEffect(() => {
			if (!Loaded) fetchIt();
		}, [Loaded, fetchIt]);
		useLayoutEffect(() => {
			// The step that opened the view found no heading in it yet. Before the paint: a key pressed at once must find it.
			if (Loaded && hasWaited.current && document.activeElement === document.body) {
				document.querySelector<HTMLElement>("main h1")?.focus();
			}
		}, [Loaded]);
		if (Loaded) return <Loaded {...props} />;
		if (fault === null && waiting === "nothing") return null;
		if (fault === null)
			return (
				<Loading what={`Loading: ${what}`}>
					<SkeletonCard />
				</Loading>
			);
		return (
			<ErrorNote
				error={{
					code: "view_not_loaded",
					message: `${what} could not be loaded.`,
					hint: `A file of Portalscope could not be read; your connections are untouched. Try again, or install Portalscope again: ${fault}`,
				}}
				actions={<Button onPress={fetchIt}>Try again</Button>}
			/>
		);
	}
	return Object.assign(View, { load });
}
