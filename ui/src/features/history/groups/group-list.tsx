import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorNote } from "../../../domain/error-note";
import { toCommandError } from "../../../host/errors";
import { Button } from "../../../ui/button";
import { ListSkeleton } from "../call-list";
import styles from "./group-list.module.css";

/** Groups of entries, each of which leads to its entries. */
export function GroupList<T>({
	label,
	query,
	empty,
	children,
}: {
	label: string;
	query: UseQueryResult<T[]>;
	empty: ReactNode;
	children: (group: T) => ReactNode;
}) {
	if (query.isPending) return <ListSkeleton what="Reading the history" />;
	if (query.error) {
		return (
			<ErrorNote
				error={toCommandError(query.error)}
				actions={<Button onPress={() => query.refetch()}>Try again</Button>}
			/>
		);
	}
	if (query.data.length === 0) return empty;
	return (
		<ul className={styles.groups} aria-label={label}>
			{query.data.map(children)}
		</ul>
	);
}

/** One group: what it is, how often, when, and the press that shows its entries. */
export function GroupItem({
	title,
	children,
	facts,
	onOpen,
}: {
	title: string;
	children: ReactNode;
	facts: ReactNode;
	onOpen: () => void;
}) {
	return (
		<li className={styles.group}>
			<div className={styles.words}>
				<Button kind="link" className={styles.title} onPress={onOpen}>
					{title}
				</Button>
				<div className={styles.call}>{children}</div>
			</div>
			<div className={styles.facts}>{facts}</div>
		</li>
	);
}
