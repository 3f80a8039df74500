import { SearchField } from "../../ui/search-field";
import type { Arrangement } from "./arrange";
import { ArrangeMenu } from "./arrange-menu";

/** For many portals: their search, and how they are grouped and sorted. */
export function RailTools({
	words,
	onWords,
	...arrangement
}: Arrangement & { words: string; onWords: (words: string) => void }) {
	return (
		<>
			<SearchField label="Search portals" placeholder="Search portals" value={words} onChange={onWords} />
			<ArrangeMenu {...arrangement} />
		</>
	);
}
