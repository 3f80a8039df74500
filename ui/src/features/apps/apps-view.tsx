import { useMutation } from "@tanstack/react-query";
import { AppWindow, ClipboardPaste, FileDown, FileUp, Plus } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { AppsPreview, InitialState, OauthApp } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import {
	copyOauthApps,
	exportOauthAppsToFile,
	previewOauthAppsFromClipboard,
	previewOauthAppsFromFile,
} from "../../host/mutations";
import { Button } from "../../ui/button";
import { CopyButton } from "../../ui/copy-button";
import { EmptyState } from "../../ui/empty-state";
import layout from "../../ui/layout.module.css";
import { Row } from "../../ui/row";
import { Stack } from "../../ui/stack";
import { showToast } from "../../ui/toast";
import { AppCard } from "./app-card";
import { AppDialog } from "./app-dialog";
import { type AppForm, formOf, freshForm } from "./app-form";
import { DeclaredDialog } from "./declared-dialog";
import { DeleteAppDialog } from "./delete-app-dialog";
import { ImportDialog } from "./import-dialog";

type Layer =
	| { kind: "edit"; id: string | null; form: AppForm }
	| { kind: "declare"; app: OauthApp }
	| { kind: "delete"; app: OauthApp }
	| { kind: "import"; preview: AppsPreview }
	| null;

/** A person's own OAuth apps: what they are, what they connect, and the way in and out as a file. */
export function AppsView({ state }: { state: InitialState }) {
	const [layer, setLayer] = useState<Layer>(null);
	const close = () => setLayer(null);
	const preview = (found: AppsPreview | null) => found && setLayer({ kind: "import", preview: found });
	const fromFile = useMutation({ mutationFn: () => previewOauthAppsFromFile(), onSuccess: preview });
	const fromClipboard = useMutation({
		mutationFn: () => previewOauthAppsFromClipboard(),
		onSuccess: preview,
	});
	const toFile = useMutation({
		mutationFn: () => exportOauthAppsToFile([]),
		onSuccess: (isSaved) => isSaved && showToast("ok", "The apps were exported, without their secrets."),
	});
	const error = fromFile.error ?? fromClipboard.error ?? toFile.error;
	const add = () => setLayer({ kind: "edit", id: null, form: freshForm });
	const ways = (
		<>
			<Button onPress={() => fromFile.mutate()} isPending={fromFile.isPending}>
				<FileUp aria-hidden />
				Import a file…
			</Button>
			<Button onPress={() => fromClipboard.mutate()} isPending={fromClipboard.isPending}>
				<ClipboardPaste aria-hidden />
				Import from clipboard
			</Button>
		</>
	);
	const addButton = (
		<Button kind="primary" onPress={add}>
			<Plus aria-hidden />
			Add an app…
		</Button>
	);
	return (
		<div className={layout.page}>
			<div className={layout.head}>
				<h1 tabIndex={-1}>OAuth apps</h1>
				<p className="muted">
					Apps of your own at HubSpot. One app connects as many portals as give it consent. Secrets stay in
					the keyring and are never exported.
				</p>
			</div>
			{error && <ErrorNote error={toCommandError(error)} />}
			{state.oauthApps.length === 0 ? (
				<EmptyState
					picture={<AppWindow />}
					title="No app is in the list"
					actions={
						<>
							{addButton}
							{ways}
						</>
					}
				>
					<p>Add an app once, with its client id and secret, and connect portals with it without retyping.</p>
				</EmptyState>
			) : (
				<>
					<Row>
						{addButton}
						{ways}
						<Button onPress={() => toFile.mutate()} isPending={toFile.isPending}>
							<FileDown aria-hidden />
							Export all…
						</Button>
						<CopyButton label="Copy all apps" copy={() => copyOauthApps([])} />
					</Row>
					<Stack as="ul" gap="3" aria-label="OAuth apps">
						{state.oauthApps.map((app) => (
							<li key={app.id}>
								<AppCard
									app={app}
									state={state}
									onEdit={() => setLayer({ kind: "edit", id: app.id, form: formOf(app) })}
									onDuplicate={() =>
										setLayer({
											kind: "edit",
											id: null,
											form: { ...formOf(app), name: `${app.name} (copy)`, clientId: "" },
										})
									}
									onDeclare={() => setLayer({ kind: "declare", app })}
									onDelete={() => setLayer({ kind: "delete", app })}
								/>
							</li>
						))}
					</Stack>
				</>
			)}
			{layer?.kind === "edit" && <AppDialog {...layer} settings={state.settings} onClose={close} />}
			{layer?.kind === "declare" && (
				<DeclaredDialog
					app={state.oauthApps.find(({ id }) => id === layer.app.id) ?? layer.app}
					onClose={close}
				/>
			)}
			{layer?.kind === "delete" && (
				<DeleteAppDialog
					app={layer.app}
					users={state.connections.filter(({ app }) => app === layer.app.id)}
					onClose={close}
				/>
			)}
			{layer?.kind === "import" && <ImportDialog preview={layer.preview} onClose={close} />}
		</div>
	);
}
