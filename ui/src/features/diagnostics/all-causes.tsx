import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { Cause, Page } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { causePages } from "../../host/queries/diagnosis";
import { useDebounced } from "../../lib/debounced";
import { createStore, useStore } from "../../lib/store";
import { CausePage, useCauseTitle } from "../../response/cause-page";
import { whoActs } from "../../response/cause-words";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { SearchField } from "../../ui/search-field";
import { Bar, Loading } from "../../ui/skeleton";
import { Stack } from "../../ui/stack";
import styles from "./all-causes.module.css";

/** What is looked at among the causes; it outlives the view. */
const look = createStore<{ words: string; open: Cause | null }>({ words: "", open: null });
const change = (part: Partial<ReturnType<typeof look.get>>) => look.set((before) => ({ ...before, ...part }));

/** The pages of all causes, to be searched and read. */
export function AllCauses() {
	const { open } = useStore(look);
	const left = useRef<Cause | null>(null);
	return (
		<Card title="All causes">
			{open === null ? (
				<List
					last={left.current}
					onOpen={(label) => {
						left.current = label;
						change({ open: label });
					}}
				/>
			) : (
				<OpenPage label={open} />
			)}
		</Card>
	);
}

/** `last`: the cause that one comes back from, which takes the focus. */
function List({ last, onOpen }: { last: Cause | null; onOpen: (label: Cause) => void }) {
	const { words } = useStore(look);
	const pages = useQuery(causePages(useDebounced(words.trim(), 120)));
	const box = useRef<HTMLUListElement>(null);
	useEffect(() => {
		if (last !== null) box.current?.querySelector<HTMLElement>(`[data-cause="${last}"] button`)?.focus();
	}, [last]);
	return (
		<Stack>
			<SearchField
				label="Search causes"
				placeholder="Words, or a label"
				value={words}
				onChange={(typed) => change({ words: typed })}
			/>
			{pages.error && (
				<ErrorNote
					error={toCommandError(pages.error)}
					actions={<Button onPress={() => pages.refetch()}>Try again</Button>}
				/>
			)}
			{pages.isPending && (
				<Loading what="Loading the causes">
					{["70%", "48%", "62%"].map((width) => (
						<Bar key={width} width={width} />
					))}
				</Loading>
			)}
			{pages.data?.length === 0 && <p className="muted">No cause has all these words.</p>}
			<ul className={styles.list} aria-label="Causes found" ref={box}>
				{pages.data?.map((page) => (
					<Item key={page.label} page={page} onOpen={onOpen} />
				))}
			</ul>
		</Stack>
	);
}

function Item({ page: { label, title, who }, onOpen }: { page: Page; onOpen: (label: Cause) => void }) {
	return (
		<li data-cause={label}>
			<Button kind="link" onPress={() => onOpen(label)}>
				{title}
			</Button>
			<span className="tiny">
				{whoActs(who)} · <code>{label}</code>
			</span>
		</li>
	);
}

function OpenPage({ label }: { label: Cause }) {
	const heading = useRef<HTMLHeadingElement>(null);
	const shown = useRef<Cause | null>(null);
	useEffect(() => {
		if (shown.current === label) return;
		shown.current = label;
		heading.current?.focus();
	}, [label]);
	return (
		<Stack gap="3">
			<div>
				<Button small onPress={() => change({ open: null })}>
					<ArrowLeft aria-hidden />
					All causes
				</Button>
			</div>
			<h3 ref={heading} tabIndex={-1}>
				{useCauseTitle(label)}
			</h3>
			<CausePage label={label} onOpen={(other) => change({ open: other })} />
		</Stack>
	);
}
