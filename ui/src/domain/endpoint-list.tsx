import type { ReactNode } from "react";
import { ListBox, ListBoxItem, type Selection } from "react-aria-components";
import type { Endpoint, OperationSummary } from "../host/bindings";
import { useContextMenu } from "../ui/context-menu";
import styles from "./endpoint-list.module.css";
import { endpointEntries } from "./endpoint-menu";
import { Method } from "./method";
import { VerdictBadge } from "./verdict";

/** One name for an endpoint, also the key in lists. */
export const endpointKey = (endpoint: Endpoint) => `${endpoint.method} ${endpoint.path}`;

/** Endpoints to choose from by mouse or arrow keys: plain words first, the raw call beside it. */
export function EndpointList({
	label,
	items,
	mode,
	selected,
	onSelect,
	onAction,
	onCopy,
	empty,
}: {
	label: string;
	items: OperationSummary[];
	mode: "one" | "many";
	selected?: Set<string>;
	onSelect?: (keys: Set<string>) => void;
	onAction?: (endpoint: OperationSummary) => void;
	/** Copies a part of an endpoint, by its menu. */
	onCopy: (text: string, what: string) => void;
	empty: ReactNode;
}) {
	const rows = items.map((item) => ({ ...item, id: endpointKey(item) }));
	// Ctrl A would select every row found, dozens of them, which is not intended.
	const choose = (selection: Selection) => {
		if (selection !== "all") onSelect?.(new Set([...selection].map(String)));
	};
	const act =
		onAction &&
		((key: string | number) => {
			const item = rows.find((row) => row.id === key);
			if (item) onAction(item);
		});
	const { listeners, menu } = useContextMenu("Endpoint", (target) => {
		const option = target.closest<HTMLElement>('[role="option"]');
		const item = rows.find(({ id }) => id === option?.dataset.key);
		return item ? { anchor: option, entries: endpointEntries(item, onCopy) } : null;
	});
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the list within holds the focus; its events come through here.
		<div
			className={styles.frame}
			onContextMenu={listeners.onContextMenu}
			onKeyDownCapture={listeners.onKeyDown}
		>
			<ListBox
				aria-label={label}
				items={rows}
				escapeKeyBehavior="none"
				selectionMode={mode === "many" ? "multiple" : "none"}
				{...(selected && { selectedKeys: selected })}
				onSelectionChange={choose}
				{...(act && { onAction: act })}
				className={styles.list ?? ""}
				renderEmptyState={() => <div className={styles.none}>{empty}</div>}
			>
				{(item) => (
					<ListBoxItem textValue={`${item.title} ${endpointKey(item)}`} className={styles.item ?? ""}>
						<span className={styles.title}>
							{item.title}
							<span className={styles.version}> · {versionWords(item)}</span>{" "}
						</span>
						<span className={styles.call}>
							<Method>{item.method}</Method> <span className="mono">{item.path}</span>{" "}
						</span>
						{item.verdict && (
							<span className={styles.verdict}>
								<VerdictBadge verdict={item.verdict} />
							</span>
						)}
					</ListBoxItem>
				)}
			</ListBox>
			{menu}
		</div>
	);
}

function versionWords({ version, deprecated }: OperationSummary): string {
	const isOld = /^v[1-4]$/.test(version);
	return [version, isOld ? "old" : "", deprecated ? "deprecated" : ""].filter(Boolean).join(", ");
}
