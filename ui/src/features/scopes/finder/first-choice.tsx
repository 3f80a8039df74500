import { FolderOpen, ListChecks, Undo2 } from "lucide-react";
import type { Endpoint } from "../../../host/bindings";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { EmptyState } from "../../../ui/empty-state";
import { ScopesInWords } from "../proposal/scopes-in-words";
import type { Chosen } from "../sets/chosen-endpoints";
import { useEndpointSets } from "../sets/use-sets";

const suggestions: { title: string; endpoints: Endpoint[] }[] = [
	{
		title: "Read contacts and companies",
		endpoints: [
			{ method: "GET", path: "/crm/objects/2026-03/contacts" },
			{ method: "GET", path: "/crm/objects/2026-03/companies" },
		],
	},
	{
		title: "Log calls and notes",
		endpoints: [
			{ method: "GET", path: "/calling/v1/dispositions" },
			{ method: "POST", path: "/engagements/v1/engagements" },
		],
	},
	{ title: "See the account", endpoints: [{ method: "GET", path: "/account-info/2026-03/details" }] },
];
const setsOffered = 5;

/** Nothing is chosen yet: what this is for, and ways to begin. */
export function FirstChoice({ chosen }: { chosen: Chosen }) {
	const sets = useEndpointSets().data ?? [];
	return (
		<>
			<ScopesInWords chosen={chosen} />
			<EmptyState
				picture={<ListChecks />}
				title="Which calls do you mean to make?"
				actions={
					<>
						{chosen.before && (
							<Button kind="primary" autoFocus onPress={chosen.putBack}>
								<Undo2 aria-hidden />
								Put {count(chosen.before.endpoints.length, "endpoint")} back
							</Button>
						)}
						{sets.slice(0, setsOffered).map((set) => (
							<Button key={set.id} onPress={() => chosen.open(set)}>
								<FolderOpen aria-hidden />
								{set.name}
							</Button>
						))}
						{suggestions.map(({ title, endpoints }) => (
							<Button key={title} onPress={() => chosen.add(endpoints)}>
								{title}
							</Button>
						))}
					</>
				}
			>
				Find the calls you need, by words or by product area. You then see whether this connection may make
				them; if not, which permissions (HubSpot calls them scopes) are missing, and the fewest that would do.
				Or start with one of these:
			</EmptyState>
		</>
	);
}
