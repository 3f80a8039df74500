import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { EnvironmentBadge } from "../../domain/environment";
import { FormError } from "../../domain/form-error";
import type { Connection, OauthApp } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { deleteOauthApp } from "../../host/mutations";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Checkbox } from "../../ui/switch";
import { showToast } from "../../ui/toast";
import { LongList } from "./long-list";

/** Says which portals the app connects; they go along only when that is asked for. */
export function DeleteAppDialog({
	app,
	users,
	onClose,
}: {
	app: OauthApp;
	users: Connection[];
	onClose: () => void;
}) {
	const [takesAlong, setTakesAlong] = useState(false);
	const [forgets, setForgets] = useState(false);
	const remove = useMutation({
		mutationFn: () => deleteOauthApp(app.id, takesAlong ? "disconnect" : "keep", forgets ? "delete" : "keep"),
		onSuccess: (reports) => {
			const along = reports.length > 0 ? `${count(reports.length, "portal")} disconnected.` : "";
			showToast("ok", `${app.name} was deleted.`, along);
			onClose();
		},
	});
	const isUsed = users.length > 0;
	return (
		<Dialog
			role="alertdialog"
			title={`Delete ${app.name}`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose} autoFocus>
						Keep it
					</Button>
					<Button
						kind="danger"
						isDisabled={isUsed && !takesAlong}
						isPending={remove.isPending}
						onPress={() => remove.mutate()}
					>
						{isUsed ? `Delete it and disconnect ${count(users.length, "portal")}` : "Delete"}
					</Button>
				</>
			}
		>
			{remove.error && <FormError error={toCommandError(remove.error)} />}
			<p>
				This removes the app and its client secret from this computer. In HubSpot the app stays as it is, and
				stays installed where it is installed.
			</p>
			{isUsed && (
				<>
					<div>
						<p>It connects:</p>
						<LongList label="Portals it connects">
							{users.map(({ id, identity, environment }) => (
								<li key={id}>
									{identity.portalName} (<span className="mono">{identity.hubId}</span>){" "}
									<EnvironmentBadge environment={environment} />
								</li>
							))}
						</LongList>
					</div>
					<Checkbox isSelected={takesAlong} onChange={setTakesAlong}>
						{users.length === 1 ? "Disconnect this portal too: it" : "Disconnect these portals too: they"}{" "}
						cannot be renewed without the app
					</Checkbox>
					{takesAlong && (
						<Checkbox isSelected={forgets} onChange={setForgets}>
							Also delete {users.length === 1 ? "its" : "their"} history: otherwise it is kept until it ages
							out, and can be deleted in Settings
						</Checkbox>
					)}
				</>
			)}
		</Dialog>
	);
}
