import { Copy, Download, Search, WrapText } from "lucide-react";
import { useRef } from "react";
import type { SentRequest } from "../host/bindings";
import { useCommandKeys } from "../lib/command-keys";
import { isBoolean, useRemembered } from "../lib/remembered";
import type { ResponsePart } from "../navigation/history";
import { IconButton } from "../ui/button";
import { Row } from "../ui/row";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import styles from "./answer-tabs.module.css";
import { BodyRaw } from "./body-raw";
import { BodyTree } from "./body-tree";
import { FindBar } from "./find-bar";
import { ResponseHeaders } from "./response-headers";
import { type BodyActs, useBodyActs } from "./use-body-acts";
import { type Found, useFind } from "./use-find";

/** Where several views on the screen have bodies, the keys are those of the one with the focus. */
export const ownKeys = "data-own-keys";

/** The body as a tree and as text, in which words can be found, and the headers. */
export function AnswerTabs({
	sent,
	name,
	part: chosen,
	onPart: setTab,
}: {
	sent: Pick<SentRequest, "id" | "body" | "headers">;
	/** What the file is to be called that the body is saved in. */
	name: string;
	/** `null`: none was chosen yet. */
	part: ResponsePart | null;
	onPart: (part: ResponsePart) => void;
}) {
	const bodyTab = sent.body.kind === "json" ? "tree" : "raw";
	const tab = chosen ?? bodyTab;
	const part = tab === "tree" ? "tree" : "lines";
	const find = useFind(sent.id, part);
	const acts = useBodyActs(sent, name);
	const [isWrapped, setWrapped] = useRemembered("response.wrap", false, isBoolean);
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
				<Row gap="1">
					<span role="status" className="muted">
						{acts.said}
					</span>
					{hasText && tab === "raw" && (
						<IconButton
							label={isWrapped ? "Do not wrap long lines" : "Wrap long lines"}
							aria-pressed={isWrapped}
							onPress={() => setWrapped(!isWrapped)}
						>
							<WrapText aria-hidden />
						</IconButton>
					)}
					{acts.canCopy && (
						<IconButton label="Copy the whole body" onPress={acts.copyBody}>
							<Copy aria-hidden />
						</IconButton>
					)}
					{acts.canSave && (
						<IconButton label="Save the body as a file…" onPress={acts.save}>
							<Download aria-hidden />
						</IconButton>
					)}
					{hasText && !find.isOpen && (
						<IconButton label="Find in body (Ctrl F)" onPress={open}>
							<Search aria-hidden />
						</IconButton>
					)}
				</Row>
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
					<BodyTree responseId={sent.id} rowCount={sent.body.rowCount} found={find.found} acts={acts} />
				</TabPanel>
			)}
			<TabPanel id="raw" className={styles.bodyPanel}>
				<RawBody sent={sent} found={find.found} isWrapped={isWrapped} acts={acts} />
			</TabPanel>
			<TabPanel id="headers" className={styles.bodyPanel}>
				<ResponseHeaders headers={sent.headers} acts={acts} />
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
	...shown
}: {
	sent: Pick<SentRequest, "id" | "body">;
	found: Found | null;
	isWrapped: boolean;
	acts: BodyActs;
}) {
	const { kind, note, lineCount } = sent.body;
	if (kind === "empty") return note === "" && <p className="muted">There is no body.</p>;
	// The note says that it is no text.
	if (kind === "binary") return null;
	return <BodyRaw responseId={sent.id} lineCount={lineCount} {...shown} />;
}
