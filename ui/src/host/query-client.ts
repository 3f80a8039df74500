import { QueryClient } from "@tanstack/react-query";

/** The host is this computer: no retries, no refetch on focus, and no pausing when the network is away. */
export function createQueryClient(): QueryClient {
	const local = { networkMode: "always", retry: false } as const;
	return new QueryClient({
		defaultOptions: {
			queries: { ...local, refetchOnWindowFocus: false, staleTime: 30_000 },
			mutations: { ...local, gcTime: Number.POSITIVE_INFINITY },
		},
	});
}
