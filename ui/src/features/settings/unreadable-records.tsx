import type { RecordKind } from "../../host/bindings";
import { useAppState } from "../../host/state";
import { count } from "../../lib/format";
import { Note } from "../../ui/note";

const kinds: Record<RecordKind, [string, string]> = {
	connection: ["connection", "connections"],
	oauth_app: ["OAuth app", "OAuth apps"],
	endpoint_set: ["set of endpoints", "sets of endpoints"],
};

/** Records that this version cannot read. They are not in any list, and not lost. */
export function UnreadableRecords() {
	const records = useAppState().data?.unreadableRecords ?? [];
	if (records.length === 0) return null;
	const counted = Object.entries(kinds)
		.map(([kind, words]) => ({ words, found: records.filter((record) => record.kind === kind).length }))
		.filter(({ found }) => found > 0)
		.map(({ words, found }) => count(found, ...words));
	return (
		<Note tone="warn" title={`This version cannot read ${counted.join(", ")} in the data file.`}>
			Nothing was changed or deleted: a newer version of Portalscope may read them.
		</Note>
	);
}
