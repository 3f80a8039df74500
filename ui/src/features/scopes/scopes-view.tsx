import { ListChecks, Plus, Undo2 } from "lucide-react";
import { useRef } from "react";
import { Button } from "../../components/button";
import { EmptyState } from "../../components/empty-state";
import { count } from "../../components/format";
import { Menu } from "../../components/menu";
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

type Add = (endpoints: Endpoint[]) => void;

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
	const results = useRef<HTMLElement>(null);
	const remove = (endpoint: Endpoint) => {
		chosen.remove(endpoint);
		// The button that was pressed goes with its row.
		results.current?.focus();
	};
	return (
		<div className={styles.frame}>
			<div className={styles.columns}>
				<EndpointFinder
					connectionId={connection.id}
					chosen={chosen.endpoints}
					onAdd={chosen.add}
					onRemove={chosen.remove}
				/>
				<section
					className={styles.results}
					ref={results}
					aria-label="Chosen endpoints"
					data-pane
					tabIndex={-1}
				>
					{chosen.endpoints.length === 0 ? (
						<EmptyState
							picture={<ListChecks />}
							title="Which calls do you mean to make?"
							actions={<Suggestions cleared={chosen.cleared} onAdd={chosen.add} />}
						>
							Choose endpoints from the list. Each then shows whether this connection may call it, and which
							scope is missing if not. Or start with one of these:
						</EmptyState>
					) : (
						<>
							<ChosenTable
								connection={connection}
								endpoints={chosen.endpoints}
								onRemove={remove}
								onOpenInConsole={onOpenInConsole}
								onReauthorize={onReauthorize}
							/>
							<ListTools onAdd={chosen.add} onRemoveAll={chosen.removeAll} />
						</>
					)}
				</section>
			</div>
		</div>
	);
}

function ListTools({ onAdd, onRemoveAll }: { onAdd: Add; onRemoveAll: () => void }) {
	return (
		<div className={styles.foot}>
			<Menu
				label="Add a set"
				entries={suggestions.map(({ title, endpoints }) => ({
					id: title,
					text: title,
					act: () => onAdd(endpoints),
				}))}
				trigger={
					<Button small>
						<Plus aria-hidden />
						Add a set
					</Button>
				}
			/>
			<Button small onPress={onRemoveAll}>
				Remove all
			</Button>
		</div>
	);
}

function Suggestions({ cleared, onAdd }: { cleared: Endpoint[]; onAdd: Add }) {
	return (
		<>
			{cleared.length > 0 && (
				<Button kind="primary" autoFocus onPress={() => onAdd(cleared)}>
					<Undo2 aria-hidden />
					Put {count(cleared.length, "endpoint")} back
				</Button>
			)}
			{suggestions.map(({ title, endpoints }) => (
				<Button key={title} onPress={() => onAdd(endpoints)}>
					{title}
				</Button>
			))}
		</>
	);
}
