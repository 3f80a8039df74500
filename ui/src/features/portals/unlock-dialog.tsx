import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { Connection } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { unlockWriting } from "../../host/mutations";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { TextField } from "../../ui/text-field";

/** Writing in production is unlocked by typing the portal's id, until nothing was written for 30 minutes. */
export function UnlockDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
	const form = useId();
	const [typed, setTyped] = useState("");
	const unlock = useMutation({
		mutationFn: () => unlockWriting(connection.id, typed.trim()),
		onSuccess: onClose,
	});
	const submit = (event: FormEvent) => {
		event.preventDefault();
		unlock.mutate();
	};
	const { portalName, hubId } = connection.identity;
	const mismatch = hasCode(unlock.error, "portal_id_mismatch");
	const failure = unlock.error ? toCommandError(unlock.error) : null;
	return (
		<Dialog
			title={`Unlock writing in ${portalName}`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button
						type="submit"
						form={form}
						kind="danger"
						isPending={unlock.isPending}
						isDisabled={typed.trim() === ""}
					>
						Unlock writing
					</Button>
				</>
			}
		>
			<p>
				{portalName} (<span className="mono">{hubId}</span>) is a production portal. Calls that create or
				change records will be sent until you lock it again, quit, or write nothing for 30 minutes. What
				deletes or merges is asked for each time all the same.
			</p>
			{failure && !mismatch && <ErrorNote error={failure} />}
			<form id={form} onSubmit={submit}>
				<TextField
					label={`Type the Hub ID ${hubId} to go on`}
					value={typed}
					onChange={setTyped}
					inputMode="numeric"
					mono
					autoFocus
					error={mismatch && failure ? `${failure.message} ${failure.hint}` : undefined}
				/>
			</form>
		</Dialog>
	);
}
