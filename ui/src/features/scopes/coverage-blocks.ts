import { createStore } from "../../components/store";
import type { CoverageWindow } from "../../host/bindings";

/** Cells are asked for in blocks of this size, so that scrolling by a row asks for nothing new. */
export const block = { rows: 40, columns: 20 };
/** So many are asked for at a time; what was scrolled past before its turn is never asked for. */
const mostAsked = 4;
/** So many are kept: some screens around what is seen, whatever was scrolled through. */
const mostHeld = 48;

/** A block by its place, counted in blocks. */
type Place = { row: number; column: number };
type Ask = (area: { row: number; rows: number; column: number; columns: number }) => Promise<CoverageWindow>;

/** The blocks of one matrix, as far as they are seen. */
export function createBlocks(ask: Ask) {
	const state = createStore<{ error: unknown }>({ error: null });
	const held = new Map<string, CoverageWindow>();
	const asked = new Set<string>();
	let wanted: Place[] = [];

	/** What was wanted least lately stands first and goes first. */
	const keep = (key: string, window: CoverageWindow) => {
		held.delete(key);
		held.set(key, window);
		for (const oldest of held.keys()) {
			if (held.size <= mostHeld) break;
			held.delete(oldest);
		}
	};
	const fetch = (place: Place) => {
		const key = keyOf(place);
		asked.add(key);
		const area = { row: place.row * block.rows, column: place.column * block.columns };
		ask({ ...area, rows: block.rows, columns: block.columns })
			.then((window) => {
				keep(key, window);
				state.set({ error: null });
			})
			.catch((error: unknown) => state.set({ error }))
			.finally(() => {
				asked.delete(key);
				if (state.get().error === null) fetchWanted();
			});
	};
	const fetchWanted = () => {
		for (const place of wanted) {
			const key = keyOf(place);
			if (asked.size >= mostAsked) return;
			if (!held.has(key) && !asked.has(key)) fetch(place);
		}
	};
	return {
		state,
		/** The blocks that are in sight from now on. */
		want: (places: Place[]) => {
			wanted = places;
			for (const place of places) {
				const window = held.get(keyOf(place));
				if (window) keep(keyOf(place), window);
			}
			fetchWanted();
		},
		at: (place: Place) => held.get(keyOf(place)),
	};
}

const keyOf = ({ row, column }: Place) => `${row} ${column}`;
