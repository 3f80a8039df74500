import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId } from "react";
import { FormError } from "../../domain/form-error";
import type { Connection } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { unlockWriting } from "../../host/mutations";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { useTypedConfirmation } from "../../ui/typed-confirmation";

/** Writing in production is unlocked by typing the portal's id, until nothing was written for 30 minutes. */
export function UnlockDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
	const form = useId();
	const { portalName, hubId } = connection.identity;
	const { typed, isMet, field } = useTypedConfirmation({
		label: `Type the Hub ID ${hubId} to go on`,
		wanted: hubId,
		wrong: `This is not the Hub ID of ${portalName}. Writing stays locked.`,
		isNumber: true,
	});
	const unlock = useMutation({
		mutationFn: () => unlockWriting(connection.id, typed.trim()),
		onSuccess: onClose,
	});
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (isMet()) unlock.mutate();
	};
	const failure = unlock.error ? toCommandError(unlock.error) : null;
	return (
		<Dialog
			title={`Unlock writing in ${portalName}`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button type="submit" form={form} kind="danger" isPending={unlock.isPending}>
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
			{failure && <FormError error={failure} />}
			<form id={form} onSubmit={submit} noValidate>
				{field}
			</form>
		</Dialog>
	);
}
