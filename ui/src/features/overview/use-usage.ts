import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { dailyUsage, usagePoints } from "../../host/queries/overview";

/** The points since the start; only those that are new are asked for when another answer has shown figures. */
export function useUsagePoints(id: string, observedAt: string | null) {
	const usage = useQuery(usagePoints(id));
	const { refetch } = usage;
	// An answer that showed figures is what makes new points.
	useEffect(() => {
		void refetch();
	}, [observedAt, refetch]);
	return usage;
}

export const useDailyUsage = (id: string) => useQuery(dailyUsage(id));
