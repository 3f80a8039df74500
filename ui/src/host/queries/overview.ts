import { queryOptions } from "@tanstack/react-query";
import { commands, type UsagePoint } from "../bindings";
import { forever, read } from "./read";

export const demoScenarios = read("demoScenarios");

/** HubSpot's count of the day: requested when the view opens and on demand, never periodically. */
export const dailyUsage = (connectionId: string) => ({
	...read("dailyUsage", connectionId),
	staleTime: 60_000,
});

type CachedUsage = { next: number; points: UsagePoint[] };
const maxPoints = 2000;

/** The points since the start. Each reading asks for the new ones alone. */
export const usagePoints = (connectionId: string) =>
	queryOptions({
		queryKey: ["usagePoints", connectionId],
		queryFn: async ({ client, queryKey }): Promise<CachedUsage> => {
			const cached = client.getQueryData<CachedUsage>(queryKey) ?? { next: 0, points: [] };
			const more = await commands.usagePoints(connectionId, cached.next);
			if (more.points.length === 0) return cached;
			return { next: more.next, points: [...cached.points, ...more.points].slice(-maxPoints) };
		},
		staleTime: forever,
	});
