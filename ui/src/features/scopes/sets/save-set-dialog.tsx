import { useState } from "react";
import { Form } from "react-aria-components";
import { ErrorNote } from "../../../domain/error-note";
import type { EndpointSet } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { focusFirstWrong, TextField } from "../../../ui/text-field";
import type { Chosen } from "./chosen-endpoints";
import { useUpdateSet } from "./use-sets";

/** Asks for a name; one that is taken can be replaced on purpose. */
export function SaveSetDialog({
	chosen,
	sets,
	onClose,
}: {
	chosen: Chosen;
	sets: EndpointSet[];
	onClose: () => void;
}) {
	const [name, setName] = useState("");
	const [isTried, setTried] = useState(false);
	const save = useUpdateSet();
	const clean = name.trim().replace(/\s+/g, " ");
	const taken = sets.find((set) => set.name.toLowerCase() === clean.toLowerCase());
	const go = () =>
		save.mutate(
			{ id: taken?.id ?? null, name: clean, endpoints: chosen.endpoints },
			{
				onSuccess: (saved) => {
					chosen.belongTo(saved.id);
					onClose();
				},
			},
		);
	return (
		<Dialog
			title={`Save ${count(chosen.endpoints.length, "endpoint")} as a set`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button
						kind={taken ? "danger" : "primary"}
						form="save-set"
						type="submit"
						isPending={save.isPending}
					>
						{taken ? "Replace that set" : "Save"}
					</Button>
				</>
			}
		>
			{save.error && <ErrorNote error={toCommandError(save.error)} />}
			<Form
				id="save-set"
				onSubmit={(event) => {
					event.preventDefault();
					setTried(true);
					if (clean === "") focusFirstWrong(event.currentTarget);
					else go();
				}}
			>
				<TextField
					label="Name of the set"
					placeholder="Dialer integration"
					value={name}
					onChange={setName}
					maxLength={80}
					autoFocus
					error={isTried && clean === "" ? "Enter a name." : undefined}
					help={
						taken
							? `A set of this name is there, with ${count(taken.endpoints.length, "endpoint")}. Saving replaces it.`
							: "It is kept on this computer and can be opened for every portal."
					}
				/>
			</Form>
		</Dialog>
	);
}
