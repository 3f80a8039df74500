import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Download, FileJson, FolderOpen, Undo2 } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { CatalogState, FetchProgress, UpdatePreview } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import {
	Channel,
	cancelCatalogUpdate,
	fetchCatalogUpdate,
	importCatalogFiles,
	importCatalogFolder,
	removeUpdates,
	takeUpdate,
	undoUpdate,
} from "../../host/mutations";
import { put } from "../../host/queries/changes";
import { catalogState } from "../../host/queries/settings";
import { count, monthOrDay } from "../../lib/format";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Progress } from "../../ui/progress";
import { Row } from "../../ui/row";
import { Bar, Loading } from "../../ui/skeleton";
import styles from "./catalog-card.module.css";
import { CatalogUpdate } from "./catalog-update";

/** The age of the endpoint catalog, and updates from HubSpot's own files. */
export function CatalogCard() {
	const client = useQueryClient();
	const state = useQuery(catalogState);
	const [progress, setProgress] = useState<FetchProgress | null>(null);
	const [preview, setPreview] = useState<UpdatePreview | null>(null);
	const changed = (next: CatalogState) => {
		setPreview(null);
		put.catalogState(client, next);
	};
	const read = useMutation({
		mutationFn: (act: () => Promise<UpdatePreview | null>) => act(),
		onSuccess: (found) => found && setPreview(found),
		onSettled: () => setProgress(null),
	});
	const change = useMutation({
		mutationFn: (act: () => Promise<CatalogState>) => act(),
		onSuccess: changed,
	});
	const fetchAll = () => {
		const channel = new Channel<FetchProgress>();
		channel.onmessage = setProgress;
		setProgress({ done: 0, total: 0 });
		return fetchCatalogUpdate(channel);
	};
	const error = [state.error, read.error, change.error].find(
		(one) => one !== null && !hasCode(one, "cancelled"),
	);
	return (
		<Card title="Endpoint catalogue">
			{error && <ErrorNote error={toCommandError(error)} />}
			{state.isPending && (
				<Loading what="Reading the catalogue">
					<Bar width="60%" height={20} />
				</Loading>
			)}
			{state.data && <Facts state={state.data} />}
			{preview ? (
				<CatalogUpdate
					preview={preview}
					isTaking={change.isPending}
					onTake={() => change.mutate(() => takeUpdate(preview.id))}
					onClose={() => setPreview(null)}
				/>
			) : (
				<Row className={styles.acts ?? ""}>
					<Button onPress={() => read.mutate(importCatalogFiles)} isPending={read.isPending}>
						<FileJson aria-hidden />
						Import files…
					</Button>
					<Button onPress={() => read.mutate(importCatalogFolder)} isPending={read.isPending}>
						<FolderOpen aria-hidden />
						Import a folder…
					</Button>
					<Button onPress={() => read.mutate(fetchAll)} isPending={read.isPending}>
						<Download aria-hidden />
						Fetch from HubSpot
					</Button>
					{state.data !== undefined && state.data.updates > 0 && (
						<>
							<Button onPress={() => change.mutate(undoUpdate)} isPending={change.isPending}>
								<Undo2 aria-hidden />
								Undo the last update
							</Button>
							<Button onPress={() => change.mutate(removeUpdates)} isPending={change.isPending}>
								Remove all updates
							</Button>
						</>
					)}
				</Row>
			)}
			{read.isPending && (
				<Progress
					label={progress ? "Fetching HubSpot's files" : "Reading the files"}
					words={progressWords(progress)}
					{...progress}
					onCancel={() => void cancelCatalogUpdate()}
				/>
			)}
			<p className="muted">
				Import HubSpot's OpenAPI files (JSON, or a zip of them), or fetch them from its public index: no token
				is sent. You see what would change before it is taken.
			</p>
		</Card>
	);
}

function progressWords(progress: FetchProgress | null): string {
	if (progress === null) return "Reading the files";
	if (progress.total === 0) return "Asking HubSpot for the list of its files";
	return `${progress.done} of ${count(progress.total, "file")} fetched`;
}

function Facts({ state }: { state: CatalogState }) {
	const { date, operations, bundledDate, updates, error } = state;
	return (
		<>
			<p>
				{count(operations, "endpoint")}, as of {monthOrDay(date)}
				{updates > 0 &&
					`, with ${count(updates, "update")} of your own over that of ${monthOrDay(bundledDate)}`}
				.
			</p>
			{error && <ErrorNote error={error} />}
		</>
	);
}
