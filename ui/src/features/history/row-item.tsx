import { Pin, StickyNote } from "lucide-react";
import type { CSSProperties } from "react";
import { Method } from "../../domain/method";
import type { HistoryRow } from "../../host/bindings";
import { clockTime, duration } from "../../lib/format";
import { StatusBadge } from "../../response/status-badge";
import { Badge } from "../../ui/badge";
import styles from "./row-item.module.css";
import { callOf, causeName, noAnswer, titleOf } from "./words";

/** One entry. Keys go to the list itself, which names this one as the active one. */
export function RowItem({
	id,
	index,
	entry,
	portal,
	position,
	total,
	isOpen,
	isActive,
	style,
	onPress,
}: {
	id: string;
	/** Its place among the rows, days included. */
	index: number;
	entry: HistoryRow;
	portal: string | null;
	position: number;
	/** -1: it is not known yet. */
	total: number;
	isOpen: boolean;
	isActive: boolean;
	style: CSSProperties;
	onPress: () => void;
}) {
	const { status, cause, note, pinned, sentAt } = entry;
	const day = new Date(sentAt).toDateString();
	return (
		// biome-ignore lint/a11y/useKeyWithClickEvents: the list holds the focus and takes the keys.
		// biome-ignore lint/a11y/useFocusableInteractive: active-descendant pattern; the list is focusable.
		<div
			id={id}
			data-index={index}
			role="option"
			aria-selected={isOpen}
			aria-posinset={position}
			aria-setsize={total}
			className={`${styles.item} ${isOpen ? styles.open : ""} ${isActive ? styles.active : ""}`}
			style={style}
			onClick={onPress}
		>
			<span className={styles.status}>
				{status === null ? <Badge tone="danger">none</Badge> : <StatusBadge status={status} />}
			</span>
			<span className={styles.title} title={titleOf(entry)}>
				{titleOf(entry)}
				{cause !== null && (
					<span className={styles.cause}> · {status === null ? noAnswer(entry) : causeName(cause)}</span>
				)}
			</span>
			<span className={styles.marks}>
				{note !== null && (
					<>
						<StickyNote aria-hidden />
						<span className="sr-only">, has a note</span>
					</>
				)}
				{pinned && (
					<>
						<Pin aria-hidden />
						<span className="sr-only">, pinned</span>
					</>
				)}
				<span className="num">{clockTime(sentAt, day)}</span>
			</span>
			<span className={styles.call} title={`${entry.method} ${callOf(entry)}`}>
				<Method>{entry.method}</Method> <span className="mono">{callOf(entry)}</span>
			</span>
			<span className={styles.facts}>
				{portal !== null && portal !== "" && <span className={styles.portal}>{portal}</span>}
				<span className="num">{duration(entry.durationMs)}</span>
			</span>
		</div>
	);
}
