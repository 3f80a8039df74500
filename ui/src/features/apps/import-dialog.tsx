import { useMutation } from "@tanstack/react-query";
import { FormError } from "../../domain/form-error";
import { serverWords } from "../../host/apps";
import type { AppsPreview, ImportStep } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { importOauthApps } from "../../host/mutations";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { showToast } from "../../ui/toast";
import { LongList } from "./long-list";

const words: Record<ImportStep, string> = {
	add: "is added",
	add_renamed: "is added under this name, for its own is taken",
	known: "is in the list already and stays as it is",
};

/** What the file would add, before anything is added. */
export function ImportDialog({ preview, onClose }: { preview: AppsPreview; onClose: () => void }) {
	const added = preview.apps.filter(({ step }) => step !== "known").length;
	const take = useMutation({
		mutationFn: () => importOauthApps(preview.id),
		onSuccess: (number) => {
			showToast("ok", `${count(number, "app")} added.`, "Paste each one's client secret when you use it.");
			onClose();
		},
	});
	return (
		<Dialog
			title={added === 0 ? "Nothing in it is new" : `Import ${count(added, "app")}`}
			isOpen
			onClose={onClose}
			wide
			foot={
				<>
					<Button onPress={onClose}>{added === 0 ? "Close" : "Cancel"}</Button>
					{added > 0 && (
						<Button kind="primary" onPress={() => take.mutate()} isPending={take.isPending}>
							Import
						</Button>
					)}
				</>
			}
		>
			{take.error && <FormError error={toCommandError(take.error)} />}
			<LongList label="Apps in it">
				{preview.apps.map((app, at) => (
					<li key={at}>
						<strong>{app.name}</strong> {words[app.step]}
						<div className="muted">
							<code>{app.clientId}</code>, {serverWords(app)}, {count(app.scopeCount, "scope")}
						</div>
					</li>
				))}
			</LongList>
			<p className="muted">No secret comes with them. Nothing that is there is changed.</p>
		</Dialog>
	);
}
