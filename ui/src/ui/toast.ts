import { ToastQueue } from "react-stately/useToastState";
import type { NoteTone } from "./note";

type Action = { label: string; act: () => void };
export type Message = { tone: NoteTone; title: string; detail: string; action?: Action | undefined };

/** What `ToastRegion` shows: three at most, the newest; one that had to give way comes back after them. */
export const toasts = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** Tells of something that happened in the background; what a person waits for is told in its place instead. */
export function showToast(tone: NoteTone, title: string, detail = "", action?: Action) {
	for (const { key, content } of toasts.visibleToasts) {
		if (content.title === title && content.detail === detail) toasts.close(key);
	}
	toasts.add({ tone, title, detail, action }, { timeout: tone === "danger" ? 15_000 : 6000 });
}
