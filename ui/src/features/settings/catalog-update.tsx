import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { UpdateList, UpdatePreview, UpdateRow } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { updateRows } from "../../host/queries/settings";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Row } from "../../ui/row";
import { Tab, TabList, TabPanel, Tabs } from "../../ui/tabs";
import styles from "./catalog-update.module.css";

const page = 100;

/** What an update would change, before it is taken. */
export function CatalogUpdate({
	preview,
	isTaking,
	onTake,
	onClose,
}: {
	preview: UpdatePreview;
	isTaking: boolean;
	onTake: () => void;
	onClose: () => void;
}) {
	const lists: { id: UpdateList; title: string; total: number }[] = [
		{ id: "added", title: "New", total: preview.added },
		{ id: "changed", title: "Changed", total: preview.changed },
		{ id: "gone", title: "Gone", total: preview.gone },
		{ id: "refused", title: "Files refused", total: preview.filesRefused },
	];
	const filled = lists.filter(({ total }) => total > 0);
	const [kind, setKind] = useState("");
	const shown = (filled.find(({ id }) => id === kind) ?? filled[0])?.id ?? "";
	return (
		<section aria-label="What the update changes" className={styles.update}>
			<h3>{headline(preview)}</h3>
			{filled.length > 0 && (
				<Tabs selected={shown} onSelect={setKind}>
					<TabList aria-label="Kinds of change">
						{filled.map(({ id, title, total }) => (
							<Tab key={id} id={id}>
								{title} ({total})
							</Tab>
						))}
					</TabList>
					{filled.map(({ id, total }) => (
						<TabPanel key={id} id={id}>
							<Rows preview={preview} list={id} total={total} />
						</TabPanel>
					))}
				</Tabs>
			)}
			<Row className={styles.acts ?? ""}>
				<Button kind="primary" onPress={onTake} isPending={isTaking} isDisabled={preview.filesTaken === 0}>
					Take it
				</Button>
				<Button onPress={onClose}>Leave it</Button>
			</Row>
		</section>
	);
}

function headline({ filesTaken, filesRefused, added, changed, gone }: UpdatePreview): string {
	if (filesTaken === 0) return `None of ${count(filesRefused, "file")} can be taken.`;
	if (added + changed + gone === 0) return `${count(filesTaken, "file")} read: nothing in them is new.`;
	return `${count(filesTaken, "file")} read: ${added} new, ${changed} changed, ${gone} gone.`;
}

function Rows({ preview, list, total }: { preview: UpdatePreview; list: UpdateList; total: number }) {
	const [start, setStart] = useState(0);
	const rows = useQuery(updateRows(preview.id, list, start, page));
	if (rows.error) return <ErrorNote error={toCommandError(rows.error)} />;
	return (
		<>
			<ul className={styles.updateRows}>
				{(rows.data ?? []).map((row) => (
					<Change key={`${row.detail} ${row.title}`} row={row} />
				))}
			</ul>
			{total > page && (
				<Row className={styles.acts ?? ""}>
					<Button small isDisabled={start === 0} onPress={() => setStart(start - page)}>
						Before
					</Button>
					<span className="muted num" role="status">
						{start + 1} to {Math.min(start + page, total)} of {total}
					</span>
					<Button small isDisabled={start + page >= total} onPress={() => setStart(start + page)}>
						Next
					</Button>
				</Row>
			)}
		</>
	);
}

function Change({ row }: { row: UpdateRow }) {
	return (
		<li>
			<strong>{row.title}</strong>
			<code className="muted">{row.detail}</code>
			{row.changes.map(({ fact, before, after }) => (
				<span key={fact}>
					{fact.replace(/_/g, " ")}: <del>{before || "nothing"}</del> → <ins>{after || "nothing"}</ins>
				</span>
			))}
		</li>
	);
}
