import type { PasteSource } from "../host/bindings";
import { createStore } from "../lib/store";

/** What Diagnostics does when it is shown next: it reads a paste or a file, or only takes the focus. */
export type WantedDiagnosis = PasteSource | "file" | "focus";

export const wantedDiagnosis = createStore<WantedDiagnosis | null>(null);
