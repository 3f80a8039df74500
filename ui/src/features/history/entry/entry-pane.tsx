import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { Connection, HistoryRow } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { historyEntry } from "../../../host/queries/history";
import { ownKeys } from "../../../response/answer-tabs";
import { Button, IconButton } from "../../../ui/button";
import { Bar, Loading } from "../../../ui/skeleton";
import { ComparePane } from "../compare/compare-pane";
import type { Look } from "../use-look";
import { Entry } from "./entry";
import styles from "./entry-pane.module.css";

/** The open entry, or two side by side. */
export function EntryPane({
	look,
	connections,
	onClose,
	onDelete,
}: {
	look: Look;
	connections: Connection[];
	onClose: () => void;
	onDelete: (entry: HistoryRow) => void;
}) {
	const pane = useRef<HTMLElement>(null);
	const { entry, beside } = look;
	const shown = `${entry} ${beside}`;
	const before = useRef<string | null>(null);
	useEffect(() => {
		// What was chosen takes the focus, as its list may be gone from the screen.
		if (before.current !== shown) pane.current?.focus({ preventScroll: true });
		before.current = shown;
	}, [shown]);
	const key = (event: KeyboardEvent) => {
		if (event.key !== "Escape" || event.defaultPrevented) return;
		event.preventDefault();
		onClose();
	};
	if (entry === null) return null;
	return (
		<section
			ref={pane}
			className={styles.pane}
			aria-label={beside === null ? "Entry" : "Comparison"}
			data-pane
			data-entry
			{...{ [ownKeys]: "" }}
			tabIndex={-1}
			onKeyDown={key}
		>
			<div className={styles.back}>
				<Button small onPress={onClose}>
					<ArrowLeft aria-hidden />
					Back to the list
				</Button>
			</div>
			<div className={styles.close}>
				<IconButton label="Close (Esc)" onPress={onClose}>
					<X aria-hidden />
				</IconButton>
			</div>
			{beside === null || beside === "choosing" ? (
				<OpenEntry key={entry} id={entry} look={look} connections={connections} onDelete={onDelete} />
			) : (
				<ComparePane left={entry} right={beside} look={look} connections={connections} />
			)}
		</section>
	);
}

function OpenEntry({
	id,
	...rest
}: {
	id: string;
	look: Look;
	connections: Connection[];
	onDelete: (entry: HistoryRow) => void;
}) {
	const past = useQuery(historyEntry(id));
	if (past.isPending) {
		return (
			<Loading what="Opening the entry">
				<Bar width="55%" height={20} />
				{["70%", "48%", "62%", "40%"].map((width) => (
					<Bar key={width} width={width} />
				))}
			</Loading>
		);
	}
	if (past.error) {
		return (
			<ErrorNote
				error={toCommandError(past.error)}
				actions={<Button onPress={() => past.refetch()}>Try again</Button>}
			/>
		);
	}
	return <Entry past={past.data} {...rest} />;
}
