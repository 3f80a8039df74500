import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { commands, type UsagePoint } from "../../host/bindings";

type Held = { next: number; points: UsagePoint[] };

const mostPoints = 2000;

/** The points since the start; only those that are new are asked for when another answer has shown figures. */
export function useUsagePoints(id: string, observedAt: string | null) {
	const client = useQueryClient();
	const key = ["usage", id];
	const usage = useQuery({
		queryKey: key,
		queryFn: async (): Promise<Held> => {
			const held = client.getQueryData<Held>(key) ?? { next: 0, points: [] };
			const more = await commands.usagePoints(id, held.next);
			if (more.points.length === 0) return held;
			return { next: more.next, points: [...held.points, ...more.points].slice(-mostPoints) };
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

/** HubSpot's count of the day: asked for when the view opens and when the person wants it, never by itself. */
export function useDailyUsage(id: string) {
	return useQuery({
		queryKey: ["daily-usage", id],
		queryFn: () => commands.dailyUsage(id),
		staleTime: 60_000,
	});
}
