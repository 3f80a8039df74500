import { ListFilter } from "lucide-react";
import { IconButton } from "../../ui/button";
import { lazyPart } from "../../ui/lazy-part";
import { MenuTrigger } from "../../ui/menu-trigger";
import type { Arrangement } from "./arrange";

export const ArrangeChoices = lazyPart(async () => (await import("./arrange-choices")).ArrangeChoices);
const label = "Group and sort portals";

/** In which order and under which headings the portals stand. */
export function ArrangeMenu(arrangement: Arrangement) {
	const trigger = (
		<IconButton label={label}>
			<ListFilter aria-hidden />
		</IconButton>
	);
	return (
		<MenuTrigger trigger={trigger}>
			{(opened) => <ArrangeChoices {...arrangement} label={label} opened={opened} onFault={opened.onFault} />}
		</MenuTrigger>
	);
}
