import { Search } from "lucide-react";
import { useRef } from "react";
import type { SentRequest } from "../host/bindings";
import { useCommandKeys } from "../lib/command-keys";
import { count } from "../lib/format";
import type { ResponsePart } from "../navigation/history";
import { IconButton } from "../ui/button";
import { HeaderTable } from "../ui/header-table";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import styles from "./answer-tabs.module.css";
import { BodyRaw } from "./body-raw";
import { BodyTree } from "./body-tree";
import { FindBar } from "./find-bar";
import { type Found, useFind } from "./use-find";

/** Where several views on the screen have bodies, the keys are those of the one with the focus. */
export const ownKeys = "data-own-keys";

/** The body as a tree and as text, in which words can be found, and the headers. */
export function AnswerTabs({
	sent,
	part: chosen,
	onPart: setTab,
}: {
	sent: Pick<SentRequest, "id" | "body" | "headers" | "sizeBytes">;
	/** `null`: none was chosen yet. */
	part: ResponsePart | null;
	onPart: (part: ResponsePart) => void;
}) {
	const bodyTab = sent.body.kind === "json" ? "tree" : "raw";
	const tab = chosen ?? bodyTab;
	const part = tab === "tree" ? "tree" : "lines";
	const find = useFind(sent.id, part);
	const input = useRef<HTMLInputElement>(null);
	const panel = useRef<HTMLDivElement>(null);
	const hasText = sent.body.kind === "json" || sent.body.kind === "text";
	const open = () => {
		if (!hasText) return;
		if (tab === "headers") setTab(bodyTab);
		find.open();
		input.current?.select();
	};
	const close = () => {
		find.close();
		panel.current?.querySelector<HTMLElement>("[data-body]")?.focus();
	};
	useCommandKeys({
		f: () => {
			const owner = panel.current?.closest(`[${ownKeys}]`);
			if (owner && !owner.contains(document.activeElement)) return false;
			open();
		},
	});
	return (
		<Tabs
			className={styles.answerTabs}
			selected={tab}
			onSelect={(id) => setTab(id as ResponsePart)}
			ref={panel}
		>
			<div className={styles.answerBar}>
				<TabList aria-label="Response">
					{sent.body.kind === "json" && <Tab id="tree">Tree</Tab>}
					<Tab id="raw">Raw</Tab>
					<Tab id="headers">Headers ({sent.headers.length})</Tab>
				</TabList>
				{hasText && !find.isOpen && (
					<IconButton label="Find in body (Ctrl F)" onPress={open}>
						<Search aria-hidden />
					</IconButton>
				)}
			</div>
			{find.isOpen && tab !== "headers" && (
				<FindBar find={find} part={part} inputRef={input} onClose={close} />
			)}
			{isMadeUp(sent) && (
				<p className="muted">The demo portal has no data for this operation and made this answer up.</p>
			)}
			{sent.body.note !== "" && <p className="muted">{sent.body.note}</p>}
			{sent.body.kind === "json" && (
				<TabPanel id="tree" className={styles.bodyPanel}>
					<BodyTree responseId={sent.id} rowCount={sent.body.rowCount} found={find.found} />
				</TabPanel>
			)}
			<TabPanel id="raw" className={styles.bodyPanel}>
				<RawBody sent={sent} found={find.found} />
			</TabPanel>
			<TabPanel id="headers" className={styles.bodyPanel}>
				<ResponseHeaders headers={sent.headers} />
			</TabPanel>
		</Tabs>
	);
}

/** The demo portal marks what it does not model. */
function isMadeUp({ headers }: Pick<SentRequest, "headers">): boolean {
	return headers.some(({ name, value }) => name.toLowerCase() === "x-demo-generic" && value === "true");
}

function RawBody({
	sent,
	found,
}: {
	sent: Pick<SentRequest, "id" | "body" | "sizeBytes">;
	found: Found | null;
}) {
	if (sent.body.kind === "empty") return sent.body.note === "" && <p className="muted">There is no body.</p>;
	if (sent.body.kind === "binary") {
		return (
			<p className="muted">The body is not text ({count(sent.sizeBytes, "byte")}), so it is not drawn.</p>
		);
	}
	return <BodyRaw responseId={sent.id} lineCount={sent.body.lineCount} found={found} />;
}

function ResponseHeaders({ headers }: { headers: SentRequest["headers"] }) {
	return (
		<div className={styles.headerScroll}>
			<HeaderTable>
				<thead className="sr-only">
					<tr>
						<th scope="col">Name</th>
						<th scope="col">Value</th>
					</tr>
				</thead>
				<tbody>
					{headers.map(({ name, value }, index) => (
						<tr key={`${name} ${index}`}>
							<th scope="row" className="mono">
								{name}
							</th>
							<td className="mono">{value}</td>
						</tr>
					))}
				</tbody>
			</HeaderTable>
		</div>
	);
}
