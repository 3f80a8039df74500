import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FolderOpen, Save, Undo2 } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { ErrorNote } from "../../components/error-note";
import { count } from "../../components/format";
import { commands, type EndpointSet } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import type { Chosen } from "./chosen-endpoints";
import { setsKey, useEndpointSets } from "./first-choice";
import { SaveSetDialog } from "./save-set-dialog";
import styles from "./scopes.module.css";
import { SetsDialog } from "./sets-dialog";

/** The list's own acts: the set it belongs to, saving, opening another one, emptying it. */
export function ListBar({ chosen }: { chosen: Chosen }) {
	const sets = useEndpointSets().data ?? [];
	const set = sets.find(({ id }) => id === chosen.set);
	const [layer, setLayer] = useState<"save" | "sets" | null>(null);
	const update = useUpdateSet();
	const isChanged = set !== undefined && !sameList(set, chosen);
	return (
		<div className={styles.listBar}>
			<div className={styles.listName}>
				<h2>{set?.name ?? "Your endpoints"}</h2>
				<span className="muted">
					{count(chosen.endpoints.length, "endpoint")}
					{isChanged && ", changed since it was saved"}
				</span>
			</div>
			<div className={styles.foot}>
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
			</div>
			{update.error && <ErrorNote error={toCommandError(update.error)} />}
			{layer === "save" && <SaveSetDialog chosen={chosen} sets={sets} onClose={() => setLayer(null)} />}
			{layer === "sets" && <SetsDialog chosen={chosen} sets={sets} onClose={() => setLayer(null)} />}
		</div>
	);
}

/** Saves a set that is there, and reads the sets again. */
export function useUpdateSet() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: ({ id, name, endpoints }: Omit<EndpointSet, "id" | "savedAt"> & { id: string | null }) =>
			commands.saveEndpointSet({ id, name, endpoints }),
		onSuccess: () => client.invalidateQueries({ queryKey: setsKey }),
	});
}

function sameList(set: EndpointSet, chosen: Chosen): boolean {
	return JSON.stringify(set.endpoints.map(plain)) === JSON.stringify(chosen.endpoints.map(plain));
}

const plain = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
