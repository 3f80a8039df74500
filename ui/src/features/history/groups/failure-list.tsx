import { useQuery } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { Method, Path } from "../../../domain/method";
import type { HistoryLookup } from "../../../host/bindings";
import { historyFailures } from "../../../host/queries/history";
import { count } from "../../../lib/format";
import { EmptyState } from "../../../ui/empty-state";
import { Time } from "../../../ui/time";
import { causeName } from "../words";
import { GroupItem, GroupList } from "./group-list";

/** What failed, by cause and operation. */
export function FailureList({
	connectionId,
	onOpen,
}: {
	connectionId: string | null;
	onOpen: (part: Partial<HistoryLookup>) => void;
}) {
	return (
		<GroupList
			label="Errors by cause and operation"
			query={useQuery(historyFailures(connectionId))}
			empty={
				<EmptyState picture={<CircleCheck />} title="Nothing failed">
					Calls that fail are counted here by their cause and operation.
				</EmptyState>
			}
		>
			{({ cause, endpoint, title, failures, firstAt, lastAt }) => (
				<GroupItem
					key={`${cause} ${endpoint.method} ${endpoint.path}`}
					title={`${title ?? endpoint.path}: ${causeName(cause)}`}
					onOpen={() => onOpen({ cause, operation: endpoint.path, method: endpoint.method })}
					facts={
						<>
							<span className="num">{count(failures, "failure")}</span>
							{failures > 1 && (
								<span>
									first <Time at={firstAt} />
								</span>
							)}
							<span>
								last <Time at={lastAt} />
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
