import { ToastQueue } from "react-stately/useToastState";
import type { NoteTone } from "./note";

type Action = { label: string; act: () => void };
export type Message = { tone: NoteTone; title: string; detail: string; action?: Action | undefined };

/** What `ToastRegion` shows: one at a time, the newest; a warning that had to give way comes back after it. */
export const toasts = new ToastQueue<Message>({ maxVisibleToasts: 1 });

/** Tells of something that happened in the background; what a person waits for is told in its place instead. */
export function showToast(tone: NoteTone, title: string, detail = "", action?: Action) {
	for (const { key, content } of toasts.visibleToasts) {
		const isSame = content.title === title && content.detail === detail;
		if (isSame || isPassing(content)) toasts.close(key);
	}
	toasts.add({ tone, title, detail, action }, { timeout: tone === "danger" ? 15_000 : 6000 });
}

/** What nobody has to act on does not wait behind what is newer. */
const isPassing = ({ tone, action }: Message) => (tone === "ok" || tone === "info") && !action;
