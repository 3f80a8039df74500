/** A body with a place for a property, and where to write its value: in UTF-16 code units. */
type WithPlace = { text: string; caret: number };

/**
 * Adds a property without a value: to each `properties` of the body, or to the body itself where it has none and is no
 * record. The rest of the text stays as it is. `null`: the body is no JSON, or has the property.
 */
export function addProperty(body: string | null, name: string, isRecord: boolean): WithPlace | null {
	const text = body?.trim() ? (body ?? "") : isRecord ? '{\n  "properties": {}\n}' : "{}";
	const value = parsed(text);
	if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
	const places = [...text.matchAll(/"properties"\s*:\s*\{/g)].map(
		({ index, 0: found }) => index + found.length,
	);
	if (places.length === 0 && isRecord) return null;
	const opens = places.length > 0 ? places : [text.indexOf("{") + 1];
	let added = text;
	let caret = 0;
	// From the last one on: what comes before keeps its place.
	for (const at of opens.reverse()) {
		const piece = entryAt(added, at, name);
		added = added.slice(0, at) + piece + added.slice(at);
		caret = at + piece.indexOf('""') + 1;
	}
	const before = JSON.stringify(value);
	const after = parsed(added);
	// A key that is there twice is parsed as one, and words within a text are no key.
	return after !== undefined && !before.includes(`${JSON.stringify(name)}:`) ? { text: added, caret } : null;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The entry for an object whose bracket opens before `at`, on a line of its own. */
function entryAt(text: string, at: number, name: string): string {
	const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
	const indent = /^\s*/.exec(line)?.[0] ?? "";
	const rest = text.slice(at);
	const isEmpty = /^\s*\}/.test(rest);
	const isClosed = /^\}/.test(rest);
	return `\n${indent}  ${JSON.stringify(name)}: ""${isEmpty ? "" : ","}${isClosed ? `\n${indent}` : ""}`;
}
