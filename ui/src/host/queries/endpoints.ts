import type { QueryClient } from "@tanstack/react-query";
import { forever, read } from "./read";

export const catalogTree = { ...read("catalogTree"), staleTime: forever };

export const calledEndpoints = (id: string) => ({ ...read("calledEndpoints", id), staleTime: 0 });

export const readEndpointList = (text: string) => ({
	...read("readEndpointList", text),
	enabled: text.trim() !== "",
	gcTime: 0,
});

export const chosenEndpoints = { ...read("chosenEndpoints"), staleTime: forever, gcTime: forever };

export const endpointSets = read("endpointSets");

/** The list of endpoints as it is now, also in the middle of several changes. */
export const chosenNow = (client: QueryClient) => client.getQueryData(chosenEndpoints.queryKey);
