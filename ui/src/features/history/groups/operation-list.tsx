import { useQuery } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { Method, Path } from "../../../domain/method";
import type { HistoryLookup } from "../../../host/bindings";
import { historyOperations } from "../../../host/queries/history";
import { count } from "../../../lib/format";
import { EmptyState } from "../../../ui/empty-state";
import { Time } from "../../../ui/time";
import { GroupItem, GroupList } from "./group-list";

/** What was called, with ids folded. */
export function OperationList({
	connectionId,
	onOpen,
}: {
	connectionId: string | null;
	onOpen: (part: Partial<HistoryLookup>) => void;
}) {
	return (
		<GroupList
			label="Operations called"
			query={useQuery(historyOperations(connectionId))}
			empty={
				<EmptyState picture={<Layers />} title="Nothing was called yet">
					Calls of one operation are counted here, whatever the ids in their paths.
				</EmptyState>
			}
		>
			{({ endpoint, title, calls, failures, lastAt, lastStatus }) => (
				<GroupItem
					key={`${endpoint.method} ${endpoint.path}`}
					title={title ?? endpoint.path}
					onOpen={() => onOpen({ operation: endpoint.path, method: endpoint.method })}
					facts={
						<>
							<span className="num">
								{count(calls, "call")}
								{failures > 0 && `, ${count(failures, "failure")}`}
							</span>
							<span>
								last <Time at={lastAt} /> {lastStatus === null ? "without an answer" : `with ${lastStatus}`}
							</span>
						</>
					}
				>
					<Method>{endpoint.method}</Method> <Path text={endpoint.path} />
				</GroupItem>
			)}
		</GroupList>
	);
}
