import { type RefObject, useEffect, useRef } from "react";
import { consoleActs, wantedWork } from "../../domain/console-acts";
import type { Connection, RequestDraft, RequestPreview } from "../../host/bindings";
import { copySnippet, copyText } from "../../host/mutations";
import { useAppState } from "../../host/state";
import { toastError } from "../../host/toast-error";
import { useStore } from "../../lib/store";
import { outcomeOf, supportLine } from "../../response/support-line";
import { showToast } from "../../ui/toast";
import type { Sending } from "./send/use-send";

type Shown = {
	connection: Connection;
	draft: RequestDraft;
	preview: RequestPreview | undefined;
	sending: Sending;
	send: () => void;
};

/** Tells the rest of the window what can be done here, and why something cannot. */
export function useOfferedActs({ connection, draft, preview, sending, send }: Shown) {
	const platform = useAppState().data?.platform;
	useEffect(() => {
		const offer = {
			connectionId: connection.id,
			send: { act: send, why: whyNotSent(sending, preview) },
			copyCurl: {
				act: () =>
					told(
						"cURL, without the token",
						copySnippet(connection.id, draft, platform === "windows" ? "curl-cmd" : "curl-posix"),
					),
				why: null,
			},
			copySupportLine: {
				act: () => {
					if (sending.kind !== "answered") return;
					const line = supportLine(connection.identity, sending.sent, outcomeOf(sending.sent));
					told("support line", copyText(line));
				},
				why: sending.kind === "answered" ? null : "nothing was answered yet",
			},
		};
		consoleActs.set(offer);
		return () => consoleActs.set((now) => (now === offer ? null : now));
	}, [connection, draft, preview, sending, send, platform]);
}

function whyNotSent(sending: Sending, preview: RequestPreview | undefined): string | null {
	if (sending.kind === "waiting") return "it is being sent";
	if (!preview) return "it is being checked";
	return preview.problems[0]?.message ?? null;
}

function told(what: string, copying: Promise<unknown>) {
	copying.then(() => showToast("ok", `Copied: ${what}`)).catch(toastError);
}

// A dialog that closes gives the focus back a little later, and the place takes it after that.
const afterPlace = 120;

/** Who chose a call elsewhere comes to what it lacks first. */
export function useWantedWork(connectionId: string, pane: RefObject<HTMLElement | null>) {
	const wanted = useStore(wantedWork);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	useEffect(() => {
		if (wanted !== connectionId) return;
		// At once: who leaves before it is done is not taken there when they come back.
		wantedWork.set(null);
		timer.current = setTimeout(() => firstWork(pane.current)?.focus(), afterPlace);
	}, [wanted, connectionId, pane]);
	useEffect(() => () => clearTimeout(timer.current), []);
}

function firstWork(pane: HTMLElement | null): HTMLElement | null | undefined {
	const values = [...(pane?.querySelectorAll<HTMLInputElement>("fieldset input") ?? [])];
	const empty = values.find(({ value }) => value === "");
	return empty ?? bodyField(pane) ?? pane?.querySelector<HTMLElement>("input");
}

// The editor stands in a shadow root.
function bodyField(pane: HTMLElement | null): HTMLElement | null {
	const field = "textarea, [contenteditable=true]";
	const body = pane?.querySelector<HTMLElement>('section[aria-label="Body"]');
	const inside = [...(body?.querySelectorAll("*") ?? [])].map(({ shadowRoot }) => shadowRoot);
	const hosts = [body, ...inside].filter((host) => host !== null && host !== undefined);
	return hosts.map((host) => host.querySelector<HTMLElement>(field)).find((found) => found !== null) ?? null;
}
