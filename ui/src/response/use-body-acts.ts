import { useEffect, useState } from "react";
import type { SentRequest } from "../host/bindings";
import { copyBody, copyBodyPath, copyBodyValue, copyText, saveBody } from "../host/mutations";
import { toastError } from "../host/toast-error";

export type BodyActs = ReturnType<typeof useBodyActs>;

/** What of an answer can be taken away. `said`: that it was, for a few seconds; it is to be announced. */
export function useBodyActs(
	{ id, body, headers }: Pick<SentRequest, "id" | "body" | "headers">,
	name: string,
) {
	const [said, setSaid] = useState("");
	useEffect(() => {
		if (said === "") return;
		const timer = setTimeout(() => setSaid(""), 4000);
		return () => clearTimeout(timer);
	}, [said]);
	const tell = (doing: Promise<unknown>, words: string) => {
		doing.then(() => setSaid(words), toastError);
	};
	const save = async () => {
		const file = await saveBody(id, name, extensionOf(body.kind, headers));
		if (file !== null) setSaid(`Saved as ${file}`);
	};
	return {
		said,
		canCopy: body.kind === "json" || body.kind === "text",
		canSave: body.kind !== "empty",
		copyValue: (node: number) => tell(copyBodyValue(id, node), "Value copied"),
		copyPath: (node: number) => tell(copyBodyPath(id, node), "Path copied"),
		copyBody: () => tell(copyBody(id), "Body copied"),
		copy: (text: string, what: string) => tell(copyText(text), `${what} copied`),
		save: () => void save().catch(toastError),
	};
}

const extensions: [content: RegExp, extension: string][] = [
	[/json/, "json"],
	[/html/, "html"],
	[/csv/, "csv"],
	[/xml/, "xml"],
	[/pdf/, "pdf"],
	[/zip/, "zip"],
	[/png/, "png"],
	[/jpe?g/, "jpg"],
	[/gif/, "gif"],
	[/spreadsheetml/, "xlsx"],
];

/** By what the body is where that is certain, else by what its headers say. */
function extensionOf(kind: SentRequest["body"]["kind"], headers: SentRequest["headers"]): string {
	if (kind === "json") return "json";
	const content = headers.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
	const known = extensions.find(([pattern]) => pattern.test(content))?.[1];
	return known ?? (kind === "text" ? "txt" : "bin");
}
