import { ListChecks } from "lucide-react";
import { Button } from "../../components/button";
import { EmptyState } from "../../components/empty-state";
import type { Connection, Endpoint } from "../../host/bindings";
import { useChosenEndpoints } from "./chosen-endpoints";
import { ChosenTable } from "./chosen-table";
import { EndpointFinder } from "./endpoint-finder";
import styles from "./scopes.module.css";

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

/** May this connection make these calls: endpoints chosen at the left, verdicts at the right. */
export function ScopesView({
	connection,
	onOpenInConsole,
	onReauthorize,
}: {
	connection: Connection;
	onOpenInConsole: (endpoint: Endpoint) => void;
	onReauthorize: (scopes: string[]) => void;
}) {
	const chosen = useChosenEndpoints(connection);
	return (
		<div className={styles.frame}>
			<div className={styles.columns}>
				<EndpointFinder
					connectionId={connection.id}
					chosen={chosen.endpoints}
					onAdd={chosen.add}
					onRemove={chosen.remove}
				/>
				<section className={styles.results} aria-label="Chosen endpoints" data-pane tabIndex={-1}>
					{chosen.endpoints.length === 0 ? (
						<EmptyState
							picture={<ListChecks />}
							title="Which calls do you mean to make?"
							actions={<Suggestions onAdd={chosen.add} />}
						>
							Choose endpoints from the list. Each then shows whether this connection may call it, and which
							scope is missing if not. Or start with one of these:
						</EmptyState>
					) : (
						<ChosenTable
							connection={connection}
							endpoints={chosen.endpoints}
							onRemove={chosen.remove}
							onOpenInConsole={onOpenInConsole}
							onReauthorize={onReauthorize}
						/>
					)}
				</section>
			</div>
		</div>
	);
}

function Suggestions({ onAdd }: { onAdd: (endpoints: Endpoint[]) => void }) {
	return suggestions.map(({ title, endpoints }) => (
		<Button key={title} onPress={() => onAdd(endpoints)}>
			{title}
		</Button>
	));
}
