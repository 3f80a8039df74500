import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { lazyView } from "../../domain/lazy-view";
import { activeOf, cleanDraft, useDraft, useDrafts } from "../../domain/request-draft";
import { takeSending } from "../../domain/send-request";
import type { Connection } from "../../host/bindings";
import { previewRequest } from "../../host/queries/verdicts";
import { useCommandKeys } from "../../lib/command-keys";
import { useDebounced } from "../../lib/debounced";
import { useKeepFocus } from "../../lib/keep-focus";
import { isNumber, useRemembered } from "../../lib/remembered";
import { Splitter } from "../../ui/splitter";
import styles from "./console-view.module.css";
import { DraftTabs } from "./request/draft-tabs";
import { NotKeptNote } from "./request/not-kept-note";
import { RequestPane } from "./request/request-pane";
import { useAddProperty } from "./request/use-add-property";
import { belongsTo } from "./response/answer-to";
import { ResponsePane } from "./response/response-pane";
import { ConfirmDialog } from "./send/confirm-dialog";
import { useConfirmedSend } from "./send/use-confirmed-send";
import { useHindrance } from "./send/use-hindrance";
import { type Sending, useSend } from "./send/use-send";
import { useOfferedActs, useWantedWork } from "./use-offered-acts";

export { loadJsonEditor } from "./request/json-editor";

const isText = (value: unknown): value is string => typeof value === "string";

const CodeDialog = lazyView(
	"The code",
	async () => (await import("./send/code-dialog")).CodeDialog,
	"nothing",
);

/** What happens when I make this call: the request at the left, the answer at the right. */
export function ConsoleView({ connection }: { connection: Connection }) {
	const [share, setShare] = useRemembered("console.share", 46, isNumber);
	const [draft, change] = useDraft(connection.id);
	const clean = useMemo(() => cleanDraft(draft), [draft]);
	// The host checks a draft once more when it is sent; its error is shown in place of the response.
	const preview = useQuery(previewRequest(connection.id, useDebounced(clean, 150)));
	const draftId = activeOf(useDrafts(connection.id)).id;
	const { sending, send } = useSend(connection.id, draftId, preview.data?.title ?? null);
	const { asked, request, requestAgain, confirm, cancel } = useConfirmedSend(connection, send);
	const frame = useRef<HTMLDivElement>(null);
	useKeepFocus(frame);
	const answer = useScrollToAnswer(sending);
	const pathInput = useRef<HTMLInputElement>(null);
	const maySend =
		sending.kind !== "waiting" && preview.data !== undefined && preview.data.problems.length === 0;
	const inTheWay = preview.data?.problems.map(({ at, name }) => `${at} ${name}`) ?? [];
	const hindrance = useHindrance(frame, [draftId, sending.kind, ...inTheWay].join(", "));
	const sendNow = () => {
		if (maySend) void request(clean);
		else hindrance.show();
	};
	const { caret, add } = useAddProperty(draft, change);
	const requestPane = useRef<HTMLElement>(null);
	useOfferedActs({ connection, draft: clean, preview: preview.data, sending, send: sendNow });
	useWantedWork(connection.id, requestPane);
	useEffect(() => {
		const again = takeSending(connection.id, draftId);
		if (again) void requestAgain(clean, again.writes);
	});
	const [language, setLanguage] = useRemembered("console.code", "", isText);
	const [showsCode, setShowsCode] = useState(false);
	const openCode = () => setShowsCode(true);
	const closeCode = () => setShowsCode(false);
	useCommandKeys({ enter: sendNow, l: () => pathInput.current?.select(), e: openCode });
	const belongs = belongsTo(sending, clean);
	return (
		<div ref={frame} className={styles.frame}>
			<div className={styles.split} style={{ ["--share" as string]: `${share}%` }}>
				<section className={styles.pane} ref={requestPane} aria-label="Request" data-pane tabIndex={-1}>
					<NotKeptNote connectionId={connection.id} />
					<DraftTabs connectionId={connection.id}>
						<RequestPane
							key={draftId}
							connection={connection}
							draft={draft}
							onChange={change}
							preview={preview}
							sending={sending}
							isAnswered={belongs === "same"}
							maySend={maySend}
							hinderedTimes={hindrance.times}
							caret={caret}
							onSend={sendNow}
							onCode={openCode}
							pathInput={pathInput}
						/>
					</DraftTabs>
				</section>
				<Splitter
					label="Width of the request"
					value={share}
					min={28}
					max={72}
					step={2}
					onChange={setShare}
					toValue={(x, box) => ((x - box.left) / box.width) * 100}
				/>
				<section
					className={`${styles.pane} ${styles.answer}`}
					ref={answer}
					aria-label="Response"
					data-pane
					tabIndex={-1}
				>
					<ResponsePane
						connection={connection}
						sending={sending}
						belongs={belongs}
						onSend={sendNow}
						onAdd={add}
					/>
				</section>
			</div>
			{showsCode && (
				<CodeDialog
					connection={connection}
					draft={clean}
					chosen={language}
					onChoose={setLanguage}
					onClose={closeCode}
				/>
			)}
			{asked && <ConfirmDialog connection={connection} asked={asked} onConfirm={confirm} onClose={cancel} />}
		</div>
	);
}

// Where the panes are stacked, the answer would come below the edge of the window.
function useScrollToAnswer(sending: Sending) {
	const pane = useRef<HTMLElement>(null);
	const ending = endingOf(sending);
	const before = useRef(ending);
	useEffect(() => {
		if (ending !== null && ending !== before.current) scrollUpTo(pane.current);
		before.current = ending;
	}, [ending]);
	return pane;
}

// Moves the panes' own box alone; scrollIntoView would move everything around it too.
function scrollUpTo(pane: HTMLElement | null) {
	const box = pane?.parentElement;
	if (!pane || !box) return;
	box.scrollTop += pane.getBoundingClientRect().top - box.getBoundingClientRect().top;
	if (getComputedStyle(box).display === "block") pane.focus({ preventScroll: true });
}

function endingOf(sending: Sending): string | null {
	if (sending.kind === "answered") return sending.sent.id;
	return sending.kind === "failed" ? sending.attempt.requestId : null;
}
