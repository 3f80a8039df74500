import { RefreshCw } from "lucide-react";
import { ErrorNote } from "../../domain/error-note";
import type { DailyUsage as Daily } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { IconButton } from "../../ui/button";
import { Bar, Loading } from "../../ui/skeleton";
import { Time } from "../../ui/time";
import styles from "./daily-usage.module.css";
import { Meter } from "./meter";
import { useDailyUsage } from "./use-usage";

/** What HubSpot counts for the day, with the time it counted. */
export function DailyUsage({ id }: { id: string }) {
	const daily = useDailyUsage(id);
	if (daily.isPending) {
		return (
			<Loading what="Asking HubSpot for the calls of today">
				<Bar width="60%" />
			</Loading>
		);
	}
	const again = (
		<IconButton
			label="Ask again for the calls of today"
			onPress={() => daily.refetch()}
			isPending={daily.isFetching}
		>
			<RefreshCw aria-hidden />
		</IconButton>
	);
	if (daily.error) {
		return <ErrorNote error={toCommandError(daily.error)} actions={again} />;
	}
	return <Figures daily={daily.data} again={again} />;
}

function Figures({ daily, again }: { daily: Daily; again: React.ReactNode }) {
	if (daily.kind === "none_for_oauth") {
		return (
			<p>
				<span className="muted">Today</span>
				<br />
				No daily limit for OAuth apps; HubSpot counts none.
			</p>
		);
	}
	if (daily.kind === "not_told" || daily.used === null) {
		return (
			<div className={styles.daily}>
				<p>
					<span className="muted">Today</span>
					<br />
					{daily.kind === "counted" && daily.failure
						? "HubSpot could not count at the moment."
						: "HubSpot does not tell this credential."}
				</p>
				{again}
			</div>
		);
	}
	return (
		<div className={styles.daily}>
			<div>
				<Meter label="Today, all private apps and service keys" max={daily.limit} used={daily.used} />
				<p className="tiny">
					{daily.collectedAt && (
						<>
							Counted at <Time at={daily.collectedAt} short />.{" "}
						</>
					)}
					{daily.resetsAt && (
						<>
							Begins anew at <Time at={daily.resetsAt} />.
						</>
					)}
				</p>
			</div>
			{again}
		</div>
	);
}
