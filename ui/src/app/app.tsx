import { useSyncExternalStore } from "react";
import { I18nProvider } from "react-aria-components";
import { ErrorNote } from "../domain/error-note";
import { OverviewSkeleton } from "../features/overview/overview-view";
import { toCommandError } from "../host/errors";
import { useAppState, useHostEvents } from "../host/state";
import { Button } from "../ui/button";
import { toasts } from "../ui/toast";
import styles from "./app.module.css";
import { Shell } from "./shell";
import { useAppearance } from "./use-appearance";
import { usePasteGuard } from "./use-paste-guard";
import { ToastRegion } from "./views";

/** The window: waits for the first state, then draws the shell around it. */
export function App() {
	const state = useAppState();
	useHostEvents();
	useAppearance(state.data?.settings);
	usePasteGuard();
	if (state.isPending) return <LoadingWindow />;
	if (state.error) {
		return (
			<main className={styles.alone}>
				<h1>Portalscope could not start</h1>
				<ErrorNote
					error={toCommandError(state.error)}
					actions={<Button onPress={() => state.refetch()}>Try again</Button>}
				/>
			</main>
		);
	}
	return (
		<I18nProvider locale="en-US">
			<Shell state={state.data} />
			<Messages />
		</I18nProvider>
	);
}

function Messages() {
	const isNeeded = useSyncExternalStore(subscribeToToasts, () => toasts.visibleToasts.length > 0);
	// The box is for the error of a region that does not load; the region itself stands beside the window's tree.
	return (
		isNeeded && (
			<div className={styles.corner}>
				<ToastRegion />
			</div>
		)
	);
}

const subscribeToToasts = (listener: () => void) => toasts.subscribe(listener);

function LoadingWindow() {
	return (
		<div className={styles.loading}>
			<div className={styles.railSpace} />
			<main className={styles.body}>
				<h1 className="sr-only">Portalscope</h1>
				<OverviewSkeleton />
			</main>
		</div>
	);
}
