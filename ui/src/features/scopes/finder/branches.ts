import type { CatalogGroup, CatalogOperation } from "../../../host/bindings";

/** A product area or an API, with all operations under it. */
export type Branch = { name: string; operations: CatalogOperation[]; inside: Branch[] };

/** The tree as it is drawn: without old and beta versions unless asked for, and without what is then empty. */
export function branchesOf(groups: CatalogGroup[], all: boolean): Branch[] {
	return groups
		.map(({ name, apis }) => {
			const inside = apis.map((api) => apiBranch(api, all)).filter(({ operations }) => operations.length > 0);
			return { name, inside, operations: inside.flatMap(({ operations }) => operations) };
		})
		.filter(({ operations }) => operations.length > 0);
}

function apiBranch({ name, operations }: CatalogGroup["apis"][number], all: boolean): Branch {
	return { name, inside: [], operations: operations.filter(({ current }) => all || current) };
}
