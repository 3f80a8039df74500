import { ListFilter } from "lucide-react";
import { IconButton } from "../../ui/button";
import { MenuTrigger } from "../../ui/menu-trigger";
import type { Arrangement } from "./arrange";
import { ArrangeChoices } from "./arrange-choices";

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
			{(opened) => <ArrangeChoices {...arrangement} label={label} opened={opened} />}
		</MenuTrigger>
	);
}
