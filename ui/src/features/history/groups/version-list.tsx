import { useQuery } from "@tanstack/react-query";
import { CalendarClock } from "lucide-react";
import { Method, Path } from "../../../domain/method";
import { SunsetWords } from "../../../domain/sunset-words";
import type { HistoryLookup, VersionedOperation, VersionGroup } from "../../../host/bindings";
import { historyVersions } from "../../../host/queries/history";
import { count, monthOrDay } from "../../../lib/format";
import { EmptyState } from "../../../ui/empty-state";
import { GroupItem, GroupList } from "./group-list";
import styles from "./version-list.module.css";

type Open = (part: Partial<HistoryLookup>) => void;
const hoursOfWeek = 168;

/** The API versions that were called in the last week, and when their support ends. */
export function VersionList({ connectionId, onOpen }: { connectionId: string | null; onOpen: Open }) {
	return (
		<GroupList
			label="Versions called in the last week"
			query={useQuery(historyVersions(connectionId))}
			empty={
				<EmptyState picture={<CalendarClock />} title="No version was called in the last week">
					The API versions that are in use are listed here with the ends of their support.
				</EmptyState>
			}
		>
			{(group) => <Version key={group.version} group={group} onOpen={onOpen} />}
		</GroupList>
	);
}

function Version({
	group: { version, calls, sunset, operations },
	onOpen,
}: {
	group: VersionGroup;
	onOpen: Open;
}) {
	return (
		<li>
			<h2 className={styles.version}>
				<span>{version}</span>
				<span className="muted">
					{count(calls, "call")} ·{" "}
					{sunset === null ? "no end announced" : `first end ${monthOrDay(sunset.date)}`}
				</span>
			</h2>
			<ul className={styles.operations} aria-label={`Operations of ${version}`}>
				{operations.map((one) => (
					<Operation key={`${one.endpoint.method} ${one.endpoint.path}`} one={one} onOpen={onOpen} />
				))}
			</ul>
		</li>
	);
}

function Operation({ one, onOpen }: { one: VersionedOperation; onOpen: Open }) {
	const { endpoint, title, calls, sunset, sunsetPassed, successor } = one;
	return (
		<GroupItem
			title={title ?? endpoint.path}
			onOpen={() => onOpen({ operation: endpoint.path, method: endpoint.method, lastHours: hoursOfWeek })}
			facts={
				<>
					<span className="num">{count(calls, "call")}</span>
					{sunset !== null && <SunsetWords sunset={sunset} passed={sunsetPassed} short />}
				</>
			}
		>
			<Method>{endpoint.method}</Method> <Path text={endpoint.path} />
			{successor !== null && (
				<div>
					replaced by <Method>{successor.method}</Method> <Path text={successor.path} />
				</div>
			)}
		</GroupItem>
	);
}
