import { ErrorNote } from "../../domain/error-note";
import type { InitialState, Settings } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { Card } from "../../ui/card";
import { type Choice, Select } from "../../ui/select";
import { CallbackPorts } from "./callback-ports";
import { CatalogCard } from "./catalog-card";
import styles from "./settings-view.module.css";
import { StorageCard } from "./storage-card";
import { StoragePage } from "./storage-page";
import { useSaveSettings } from "./use-settings";

const themes: Choice<Settings["theme"]>[] = [
	{ id: "system", text: "As the system" },
	{ id: "light", text: "Light" },
	{ id: "dark", text: "Dark" },
];
const sizes = [100, 110, 125, 150, 175, 200].map((size) => ({ id: String(size), text: `${size} %` }));

/** How the app looks, where it listens, and where secrets are kept. */
export function SettingsView({ state }: { state: InitialState }) {
	const save = useSaveSettings();
	const { settings } = state;
	const change = (part: Partial<Settings>) => save.mutate({ ...settings, ...part });
	return (
		<div className={styles.page}>
			<h1 tabIndex={-1}>Settings</h1>
			{save.error && <ErrorNote error={toCommandError(save.error)} />}
			<Card title="Appearance">
				<div className={styles.pair}>
					<Select
						label="Theme"
						choices={themes}
						value={settings.theme}
						onChange={(theme) => change({ theme })}
					/>
					<Select
						label="Text size"
						choices={sizes}
						value={String(settings.textSizePercent)}
						onChange={(size) => change({ textSizePercent: Number(size) })}
					/>
				</div>
			</Card>
			<CallbackPorts
				ports={settings.callbackPorts}
				onChange={(callbackPorts) => change({ callbackPorts })}
				isSaving={save.isPending}
			/>
			<CatalogCard />
			<StorageCard storage={state.storage} />
			<StoragePage />
			<p className="muted">Portalscope {state.version}. It sends no telemetry.</p>
		</div>
	);
}
