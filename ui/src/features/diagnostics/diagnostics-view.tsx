import { useEffect, useRef } from "react";
import { FaultBoundary } from "../../domain/fault-boundary";
import { wantedDiagnosis } from "../../domain/wanted-diagnosis";
import { diagnoseFile } from "../../host/mutations";
import { diagnosedPaste } from "../../host/paste";
import { useStore } from "../../lib/store";
import layout from "../../ui/layout.module.css";
import { AllCauses } from "./all-causes";
import { diagnose } from "./diagnosed";
import styles from "./diagnostics-view.module.css";
import { PastedCard } from "./pasted-card";

/** Why anything failed that can be pasted, and the pages of all causes. */
export function DiagnosticsView({ isAlone = false }: { isAlone?: boolean }) {
	const box = useRef<HTMLTextAreaElement>(null);
	const wanted = useStore(wantedDiagnosis);
	useEffect(() => {
		if (wanted === null) return;
		// At once: it is done one time, also when the view is left before it is there.
		wantedDiagnosis.set(null);
		if (wanted === "file") void diagnose(diagnoseFile);
		else if (wanted !== "focus") void diagnose(() => diagnosedPaste(wanted));
		// The dialog or the message that led here gives the focus back when it closes; this comes after.
		setTimeout(() => box.current?.focus(), 120);
	}, [wanted]);
	return (
		<FaultBoundary what="The diagnostics">
			<div className={layout.page}>
				{isAlone && (
					<div className={layout.head}>
						<h1 tabIndex={-1}>Diagnostics</h1>
					</div>
				)}
				<div className={styles.columns}>
					<PastedCard box={box} />
					<AllCauses />
				</div>
			</div>
		</FaultBoundary>
	);
}
