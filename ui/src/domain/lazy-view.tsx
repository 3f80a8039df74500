import { type ComponentType, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { chunk } from "../lib/chunk";
import { Button } from "../ui/button";
import { Loading, SkeletonCard } from "../ui/skeleton";
import { ErrorNote } from "./error-note";

/** A view in a chunk of its own, drawn once it is loaded. */
type LazyView<Props> = ComponentType<Props> & { load: () => Promise<void> };

/**
 * Makes a view of a chunk. Unlike React's `lazy` it can be tried again when the chunk does not load, and it draws at
 * once where the chunk was loaded before. `waiting`: what stands in its place until then; nothing for a dialog. A
 * component of one's own also stays when the chunk does not load, above the error.
 */
export function lazyView<Props extends object>(
	what: string,
	fetchView: () => Promise<ComponentType<Props>>,
	waiting: "card" | "nothing" | ComponentType<Props> = "card",
): LazyView<Props> {
	const { get, load } = chunk(fetchView);
	const StandIn = typeof waiting === "string" ? null : waiting;
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
			if (Loaded && !StandIn && hasWaited.current && document.activeElement === document.body) {
				document.querySelector<HTMLElement>("main h1")?.focus();
			}
		}, [Loaded]);
		if (Loaded) return <Loaded {...props} />;
		if (fault === null && waiting === "nothing") return null;
		if (fault === null && waiting === "card")
			return (
				<Loading what={`Loading: ${what}`}>
					<SkeletonCard />
				</Loading>
			);
		return (
			<>
				{StandIn && <StandIn {...props} />}
				{fault !== null && <NotLoaded what={what} fault={fault} onRetry={fetchIt} />}
			</>
		);
	}
	return Object.assign(View, { load });
}

function NotLoaded({ what, fault, onRetry }: { what: string; fault: string; onRetry: () => void }) {
	return (
		<ErrorNote
			error={{
				code: "view_not_loaded",
				message: `${what} could not be loaded.`,
				hint: `A file of Portalscope could not be read; your connections are untouched. Try again, or install Portalscope again: ${fault}`,
			}}
			actions={<Button onPress={onRetry}>Try again</Button>}
		/>
	);
}
