import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { commands, type UsagePoint } from "../../host/bindings";

type CachedUsage = { next: number; points: UsagePoint[] };

const maxPoints = 2000;

/** The points since the start; only those that are new are asked for when another answer has shown figures. */
export function useUsagePoints(id: string, observedAt: string | null) {
	const client = useQueryClient();
	const key = ["usage", id];
	const usage = useQuery({
		queryKey: key,
		queryFn: async (): Promise<CachedUsage> => {
			const cached = client.getQueryData<CachedUsage>(key) ?? { next: 0, points: [] };
			const more = await commands.usagePoints(id, cached.next);
			if (more.points.length === 0) return cached;
			return { next: more.next, points: [...cached.points, ...more.points].slice(-maxPoints) };
		},
		staleTime: Number.POSITIVE_INFINITY,
	});
	const { refetch } = usage;
	// An answer that showed figures is what makes new points.
	useEffect(() => {
		void refetch();
	}, [observedAt, refetch]);
	return usage;
}

/** HubSpot's count of the day: requested when the view opens and on demand, never periodically. */
export function useDailyUsage(id: string) {
	return useQuery({
		queryKey: ["daily-usage", id],
		queryFn: () => commands.dailyUsage(id),
		staleTime: 60_000,
	});
}
