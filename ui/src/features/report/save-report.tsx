import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { ErrorNote } from "../../domain/error-note";
import type { ReportPreview } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { saveReport } from "../../host/mutations";
import { Button } from "../../ui/button";
import styles from "./save-report.module.css";

/** Saves what was looked at, byte for byte. The host asks where. */
export function SaveReport({ preview, isWaiting }: { preview: ReportPreview; isWaiting: boolean }) {
	const save = useMutation({ mutationFn: () => saveReport(preview.id, preview.fileName) });
	return (
		<>
			<Button kind="primary" onPress={() => save.mutate()} isPending={save.isPending} isDisabled={isWaiting}>
				<Download aria-hidden />
				Save…
			</Button>
			<div className={styles.told} role="status">
				{isWaiting && "It can be saved once the preview shows what is chosen."}
				{save.data && !isWaiting && `Saved as ${save.data}. Nothing was sent: send it the way you like.`}
			</div>
			{save.error && (
				<div className={styles.told}>
					<ErrorNote error={toCommandError(save.error)} />
				</div>
			)}
		</>
	);
}
