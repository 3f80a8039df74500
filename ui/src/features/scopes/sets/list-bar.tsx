import { FolderOpen, Save, Undo2 } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { EndpointSet } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import type { Chosen } from "./chosen-endpoints";
import styles from "./list-bar.module.css";
import { SaveSetDialog } from "./save-set-dialog";
import { SetsDialog } from "./sets-dialog";
import { useEndpointSets, useUpdateSet } from "./use-sets";

/** The list's own acts: the set it belongs to, saving, opening another one, emptying it. */
export function ListBar({ chosen }: { chosen: Chosen }) {
	const sets = useEndpointSets().data ?? [];
	const set = sets.find(({ id }) => id === chosen.set);
	const [layer, setLayer] = useState<"save" | "sets" | null>(null);
	const update = useUpdateSet();
	const isChanged = set !== undefined && !sameList(set, chosen);
	return (
		<Row gap="2-4" between>
			<div className={styles.listName}>
				<h2>{set?.name ?? "Your endpoints"}</h2>
				<span className="muted">
					{count(chosen.endpoints.length, "endpoint")}
					{isChanged && ", changed since it was saved"}
				</span>
			</div>
			<Row gap="2-3">
				{chosen.before && (
					<Button small onPress={chosen.putBack}>
						<Undo2 aria-hidden />
						Put {count(chosen.before.endpoints.length, "endpoint")} back
					</Button>
				)}
				{isChanged && (
					<Button
						small
						kind="primary"
						isPending={update.isPending}
						onPress={() => update.mutate({ ...set, endpoints: chosen.endpoints })}
					>
						<Save aria-hidden />
						Save changes
					</Button>
				)}
				<Button small onPress={() => setLayer("save")}>
					<Save aria-hidden />
					{set === undefined ? "Save as a set…" : "Save as…"}
				</Button>
				{sets.length > 0 && (
					<Button small onPress={() => setLayer("sets")}>
						<FolderOpen aria-hidden />
						Sets…
					</Button>
				)}
				<Button small onPress={chosen.clear}>
					Remove all
				</Button>
			</Row>
			{update.error && <ErrorNote error={toCommandError(update.error)} />}
			{layer === "save" && <SaveSetDialog chosen={chosen} sets={sets} onClose={() => setLayer(null)} />}
			{layer === "sets" && <SetsDialog chosen={chosen} sets={sets} onClose={() => setLayer(null)} />}
		</Row>
	);
}

function sameList(set: EndpointSet, chosen: Chosen): boolean {
	return JSON.stringify(set.endpoints.map(plain)) === JSON.stringify(chosen.endpoints.map(plain));
}

const plain = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
