import type { QueryClient } from "@tanstack/react-query";
import type { CatalogState, ChosenEndpoints, DemoScenario, StorageReport } from "../bindings";
import { type Fold, foldKey } from "./bodies";
import { chosenEndpoints } from "./endpoints";
import { ofHistory } from "./history";
import { demoScenarios } from "./overview";
import { outdated } from "./read";
import { catalogState, storageReport } from "./settings";
import { verdicts } from "./verdicts";

/** What is read again, and when. */
export const invalidate = {
	/** The scopes or the write lock of a connection changed. */
	verdicts: (client: QueryClient) => outdated(client, ...verdicts),
	/** The catalog changed. */
	catalog: (client: QueryClient) => outdated(client, ...verdicts, "catalogTree"),
	/** Its updates were deleted. */
	catalogUpdates: (client: QueryClient) => outdated(client, ...verdicts, "catalogTree", "catalogState"),
	/** The list of OAuth apps changed, and what they declare with it. */
	oauthApps: (client: QueryClient) => outdated(client, "previewOauthAppConsent"),
	endpointSets: (client: QueryClient) => outdated(client, "endpointSets"),
	storageReport: (client: QueryClient) => outdated(client, "storageReport"),
	/** Entries of the history were written, changed or removed. */
	history: (client: QueryClient) => outdated(client, ...ofHistory),
	/** A file was opened or closed. */
	openedReports: (client: QueryClient) => outdated(client, "openedReports"),
	/** Everything was deleted. */
	everything: (client: QueryClient) => client.invalidateQueries(),
};

/** Writes what an act answered, or what it will do, into what was read. */
export const put = {
	chosenEndpoints: (client: QueryClient, chosen: ChosenEndpoints) =>
		client.setQueryData(chosenEndpoints.queryKey, chosen),
	catalogState: (client: QueryClient, state: CatalogState) => {
		client.setQueryData(catalogState.queryKey, state);
		void invalidate.catalog(client);
	},
	storageReport: (client: QueryClient, report: StorageReport) =>
		client.setQueryData(storageReport.queryKey, report),
	demoScenarios: (client: QueryClient, scenarios: DemoScenario[]) =>
		client.setQueryData(demoScenarios.queryKey, scenarios),
	bodyFold: (client: QueryClient, responseId: string, step: (fold?: Fold) => Fold | undefined) =>
		client.setQueryData<Fold>(foldKey(responseId), step),
};
