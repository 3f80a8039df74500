import { type ComponentType, useEffect, useState } from "react";
import { chunk } from "../lib/chunk";

/**
 * A layer of a primitive in a chunk of its own: nothing stands in its place until it is loaded. `onFault`: it could not
 * be loaded; who opens it again tries again.
 */
export function lazyPart<Props extends object>(fetchPart: () => Promise<ComponentType<Props>>) {
	const { get, load } = chunk(fetchPart);
	function Part({ onFault, ...props }: Props & { onFault: () => void }) {
		const [Loaded, setLoaded] = useState(get);
		useEffect(() => {
			let isWanted = true;
			if (!get()) {
				load().then(
					() => isWanted && setLoaded(get),
					() => isWanted && onFault(),
				);
			}
			return () => {
				isWanted = false;
			};
		}, []);
		return Loaded ? <Loaded {...(props as unknown as Props)} /> : null;
	}
	return Object.assign(Part, { load });
}
