import { ErrorNote } from "../../domain/error-note";
import { lazyView } from "../../domain/lazy-view";
import { toCommandError } from "../../host/errors";
import { Button } from "../../ui/button";
import { useUsagePoints } from "./use-usage";

export const UsageFigures = lazyView(
	"The figures of calls",
	async () => (await import("./usage-figures")).UsageFigures,
	"nothing",
);

/** What the answers since the start showed. */
export function UsageHistory({ id, observedAt }: { id: string; observedAt: string | null }) {
	const usage = useUsagePoints(id, observedAt);
	if (usage.error) {
		return (
			<ErrorNote
				error={toCommandError(usage.error)}
				actions={<Button onPress={() => usage.refetch()}>Try again</Button>}
			/>
		);
	}
	const points = usage.data?.points ?? [];
	// A single response is shown above already.
	return points.length < 2 ? null : <UsageFigures points={points} />;
}
