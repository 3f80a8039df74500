import { useQuery } from "@tanstack/react-query";
import { endpointKey } from "../../../domain/endpoint-list";
import { ErrorNote } from "../../../domain/error-note";
import type { CalledEndpoint, Connection } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { calledEndpoints } from "../../../host/queries/endpoints";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Checkbox } from "../../../ui/switch";
import { Time } from "../../../ui/time";
import type { Chosen } from "../sets/chosen-endpoints";
import styles from "./history-list.module.css";
import { FinderSkeleton } from "./search-list";
import { TickCall, TickList } from "./tick-list";

/** What this connection has called so far, to choose from. */
export function HistoryList({ connection, chosen }: { connection: Connection; chosen: Chosen }) {
	const called = useQuery(calledEndpoints(connection.id));
	if (called.isPending) return <FinderSkeleton what="Reading the calls made" />;
	if (called.error) {
		return (
			<ErrorNote
				error={toCommandError(called.error)}
				actions={<Button onPress={() => called.refetch()}>Try again</Button>}
			/>
		);
	}
	if (called.data.length === 0) {
		return (
			<p className={styles.hint}>
				Nothing was called with this connection yet. Calls that you send from Console are listed here, without
				their values and bodies.
			</p>
		);
	}
	return <Called called={called.data} chosen={chosen} />;
}

function Called({ called, chosen }: { called: CalledEndpoint[]; chosen: Chosen }) {
	const keys = new Set(chosen.endpoints.map(endpointKey));
	const endpoints = called.map(({ endpoint }) => endpoint);
	const ticked = endpoints.filter((endpoint) => keys.has(endpointKey(endpoint))).length;
	return (
		<>
			<Checkbox
				isSelected={ticked === called.length}
				isIndeterminate={ticked > 0 && ticked < called.length}
				onChange={(on) => (on ? chosen.add(endpoints) : chosen.remove(endpoints))}
			>
				All {count(called.length, "endpoint")} called
			</Checkbox>
			<TickList label="Called endpoints">
				{called.map(({ endpoint, title, calls, lastAt, lastStatus }) => (
					<li key={endpointKey(endpoint)}>
						<Checkbox
							isSelected={keys.has(endpointKey(endpoint))}
							onChange={(on) => (on ? chosen.add([endpoint]) : chosen.remove([endpoint]))}
						>
							<strong>{title ?? endpoint.path}</strong>
							<TickCall {...endpoint} />
							<span className="muted">
								{count(calls, "call")}, last <Time at={lastAt} />{" "}
								{lastStatus ? `with ${lastStatus}` : "without an answer"}
							</span>
						</Checkbox>
					</li>
				))}
			</TickList>
		</>
	);
}
