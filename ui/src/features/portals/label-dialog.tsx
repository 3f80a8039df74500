import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { FormError } from "../../domain/form-error";
import type { Connection, LabelColor } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { setConnectionLabel } from "../../host/mutations";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Select } from "../../ui/select";
import { focusFirstWrong, TextField } from "../../ui/text-field";
import styles from "./label-dialog.module.css";

const longest = 60;
const colors: { id: LabelColor | "none"; text: string }[] = [
	{ id: "none", text: "None" },
	{ id: "cyan", text: "Cyan" },
	{ id: "lime", text: "Lime" },
	{ id: "orange", text: "Orange" },
	{ id: "pink", text: "Pink" },
	{ id: "brown", text: "Brown" },
];

/** A name and a color of the person's own, to tell portals apart in this window. */
export function LabelDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
	const form = useId();
	const { portalName, hubId } = connection.identity;
	const [name, setName] = useState(connection.label.name ?? "");
	const [color, setColor] = useState<LabelColor | "none">(connection.label.color ?? "none");
	const save = useMutation({
		mutationFn: () =>
			setConnectionLabel(connection.id, {
				name: name.trim() || null,
				color: color === "none" ? null : color,
			}),
		onSuccess: onClose,
	});
	const tooLong = name.trim().length > longest ? `At most ${longest} letters fit.` : undefined;
	const submit = (event: FormEvent) => {
		event.preventDefault();
		if (tooLong === undefined) save.mutate();
		else focusFirstWrong(event.target as Element);
	};
	return (
		<Dialog
			title={`Name and colour of ${portalName} (${hubId})`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button kind="primary" type="submit" form={form} isPending={save.isPending}>
						Save
					</Button>
				</>
			}
		>
			{save.error && <FormError error={toCommandError(save.error)} />}
			<form id={form} onSubmit={submit} className={styles.form} noValidate>
				<TextField
					label="Name of your own (optional)"
					placeholder={portalName}
					value={name}
					onChange={setName}
					error={tooLong}
					autoFocus
					help="Shown in this window in place of the portal's name. Nothing changes in HubSpot."
				/>
				<div className={styles.color}>
					<Select label="Colour" choices={colors} value={color} onChange={setColor} />
					<span
						aria-hidden
						className={styles.swatch}
						style={{ background: color === "none" ? "transparent" : `var(--label-${color})` }}
					/>
				</div>
			</form>
		</Dialog>
	);
}
