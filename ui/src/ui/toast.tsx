import { X } from "lucide-react";
import { useEffect } from "react";
import { createStore, useStore } from "../lib/store";
import { IconButton } from "./button";
import { Note, type NoteTone } from "./note";
import styles from "./toast.module.css";

type Toast = { id: number; tone: NoteTone; title: string; detail: string };
const toasts = createStore<Toast[]>([]);
let next = 0;

/** Tells of something that happened in the background; what a person waits for is told in its place instead. */
export function showToast(tone: NoteTone, title: string, detail = "") {
	next += 1;
	const id = next;
	toasts.set((list) => [...list.slice(-2), { id, tone, title, detail }]);
}

const dismiss = (id: number) => toasts.set((list) => list.filter((toast) => toast.id !== id));

export function ToastRegion() {
	const list = useStore(toasts);
	return (
		<div className={styles.region} role="status" aria-label="Messages">
			{list.map((toast) => (
				<OneToast key={toast.id} toast={toast} />
			))}
		</div>
	);
}

function OneToast({ toast }: { toast: Toast }) {
	useEffect(() => {
		const timer = setTimeout(() => dismiss(toast.id), toast.tone === "danger" ? 15_000 : 6000);
		return () => clearTimeout(timer);
	}, [toast]);
	return (
		<div className={styles.toast}>
			<Note tone={toast.tone} title={toast.title}>
				{toast.detail || undefined}
			</Note>
			<IconButton label="Close message" onPress={() => dismiss(toast.id)}>
				<X aria-hidden />
			</IconButton>
		</div>
	);
}
