import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Pencil, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { EndpointSet } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { deleteEndpointSet } from "../../../host/mutations";
import { invalidate } from "../../../host/queries/changes";
import { count } from "../../../lib/format";
import { Button, IconButton } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { Note } from "../../../ui/note";
import { TextField } from "../../../ui/text-field";
import { Time } from "../../../ui/time";
import type { Chosen } from "./chosen-endpoints";
import styles from "./sets-dialog.module.css";
import { useUpdateSet } from "./use-sets";

/** The saved sets: open one, add one to the list, rename, delete and take that back. */
export function SetsDialog({
	chosen,
	sets,
	onClose,
}: {
	chosen: Chosen;
	sets: EndpointSet[];
	onClose: () => void;
}) {
	const client = useQueryClient();
	const [deleted, setDeleted] = useState<EndpointSet | null>(null);
	const update = useUpdateSet();
	const remove = useMutation({
		mutationFn: deleteEndpointSet,
		onSuccess: (gone) => {
			setDeleted(gone);
			if (chosen.set === gone.id) chosen.belongTo(null);
			void invalidate.endpointSets(client);
		},
	});
	const error = update.error ?? remove.error;
	return (
		<Dialog title="Saved sets" isOpen onClose={onClose} wide foot={<Button onPress={onClose}>Close</Button>}>
			{error && <ErrorNote error={toCommandError(error)} />}
			{deleted && (
				<Note
					tone="info"
					announce
					title={`${deleted.name} was deleted.`}
					actions={
						<Button
							small
							autoFocus
							onPress={() => update.mutate(deleted, { onSuccess: () => setDeleted(null) })}
						>
							<Undo2 aria-hidden />
							Put it back
						</Button>
					}
				/>
			)}
			{sets.length === 0 && <p className="muted">No set is saved.</p>}
			<ul>
				{sets.map((set) => (
					<SetRow
						key={set.id}
						set={set}
						isOpen={set.id === chosen.set}
						onOpen={() => {
							chosen.open(set);
							onClose();
						}}
						onAdd={() => {
							chosen.add(set.endpoints);
							onClose();
						}}
						onRename={(name, done) => update.mutate({ ...set, name }, { onSuccess: done })}
						onDelete={() => remove.mutate(set.id)}
					/>
				))}
			</ul>
		</Dialog>
	);
}

function SetRow({
	set,
	isOpen,
	onOpen,
	onAdd,
	onRename,
	onDelete,
}: {
	set: EndpointSet;
	isOpen: boolean;
	onOpen: () => void;
	onAdd: () => void;
	onRename: (name: string, done: () => void) => void;
	onDelete: () => void;
}) {
	const [name, setName] = useState<string | null>(null);
	if (name !== null) {
		return (
			<li className={styles.set}>
				<form
					className={styles.rename}
					onSubmit={(event) => {
						event.preventDefault();
						onRename(name, () => setName(null));
					}}
				>
					<TextField label="New name" hideLabel value={name} onChange={setName} maxLength={80} autoFocus />
					<Button small type="submit" kind="primary" isDisabled={name.trim() === ""}>
						Rename
					</Button>
					<Button small onPress={() => setName(null)}>
						Cancel
					</Button>
				</form>
			</li>
		);
	}
	return (
		<li className={styles.set}>
			<span className={styles.setName}>
				<strong>{set.name}</strong>
				{isOpen && (
					<span className={styles.openMark}>
						<Check aria-hidden /> open
					</span>
				)}
				<span className="muted">
					{count(set.endpoints.length, "endpoint")}, saved <Time at={set.savedAt} />
				</span>
			</span>
			<Button small aria-label={`Open ${set.name}`} onPress={onOpen}>
				Open
			</Button>
			<Button small aria-label={`Add ${set.name} to the list`} onPress={onAdd}>
				Add to the list
			</Button>
			<IconButton label={`Rename ${set.name}`} onPress={() => setName(set.name)}>
				<Pencil aria-hidden />
			</IconButton>
			<IconButton label={`Delete ${set.name}`} onPress={onDelete}>
				<Trash2 aria-hidden />
			</IconButton>
		</li>
	);
}
