import { useMutation } from "@tanstack/react-query";
import { FileJson } from "lucide-react";
import { useState } from "react";
import { Button } from "../../components/button";
import { ErrorNote } from "../../components/error-note";
import { count } from "../../components/format";
import { TextField } from "../../components/text-field";
import { commands, type Declaration, type DeclaredScopes as Declared } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import styles from "./start.module.css";

type Props = { connectionId: string; declared: Declared | null; onChanged: () => void };

/** What the app declares at HubSpot, so that the check beforehand can compare with it. */
export function DeclaredScopes(props: Props) {
	const [open, setOpen] = useState(false);
	const { connectionId, declared, onChanged } = props;
	const forget = useMutation({
		mutationFn: () => commands.forgetDeclaredScopes(connectionId),
		onSuccess: onChanged,
	});
	return (
		<section className={styles.scopes} aria-label="What the app declares">
			<h3>What the app declares at HubSpot</h3>
			<p className="muted">{declared ? summary(declared) : missing}</p>
			{forget.error && <ErrorNote error={toCommandError(forget.error)} />}
			{open ? (
				<DeclareForm {...props} onClose={() => setOpen(false)} />
			) : (
				<div className={styles.foot}>
					<Button small onPress={() => setOpen(true)}>
						{declared ? "Change…" : "Enter them…"}
					</Button>
					{declared && (
						<Button small onPress={() => forget.mutate()} isPending={forget.isPending}>
							Forget them
						</Button>
					)}
				</div>
			)}
		</section>
	);
}

const missing =
	"Not entered, so only the names of the scopes are checked. Enter what the app's settings list, and every difference that would make the page refuse is found here.";

function summary({ required, optional, conditionallyRequired }: Declared): string {
	return `${count(required.length, "scope")} required, ${optional.length} optional, ${conditionallyRequired.length} conditionally required.`;
}

function DeclareForm({ connectionId, declared, onChanged, onClose }: Props & { onClose: () => void }) {
	const [lists, setLists] = useState({
		required: declared?.required.join("\n") ?? "",
		optional: declared?.optional.join("\n") ?? "",
		conditionallyRequired: declared?.conditionallyRequired.join("\n") ?? "",
	});
	const done = (kept: Declared | null) => {
		if (kept === null) return;
		onChanged();
		onClose();
	};
	const keep = useMutation({
		mutationFn: (declaration: Declaration) => commands.declareScopes(connectionId, declaration),
		onSuccess: done,
	});
	const read = useMutation({
		mutationFn: () => commands.declareScopesFromFile(connectionId),
		onSuccess: done,
	});
	const error = keep.error ?? read.error;
	const field = (name: keyof typeof lists, label: string, help: string) => (
		<TextField
			label={label}
			help={help}
			mono
			rows={2}
			value={lists[name]}
			onChange={(text) => {
				// The whole file pasted into any field is read as what it is.
				if (looksLikeFile(text)) keep.mutate({ kind: "file", text });
				else setLists({ ...lists, [name]: text });
			}}
		/>
	);
	return (
		<div className={styles.declare}>
			{error && <ErrorNote error={toCommandError(error)} />}
			{field(
				"required",
				"Required",
				"Separated by spaces, commas or lines. Or paste the whole app-hsmeta.json.",
			)}
			{field("conditionallyRequired", "Conditionally required", "Required where they are asked for.")}
			{field("optional", "Optional", "Asked for in optional_scope.")}
			<div className={styles.foot}>
				<Button
					small
					kind="primary"
					isPending={keep.isPending}
					onPress={() => keep.mutate({ kind: "lists", ...lists })}
				>
					Check against these
				</Button>
				<Button small isPending={read.isPending} onPress={() => read.mutate()}>
					<FileJson aria-hidden />
					Read app-hsmeta.json…
				</Button>
				<Button small onPress={onClose}>
					Cancel
				</Button>
			</div>
		</div>
	);
}

const looksLikeFile = (text: string) => text.trimStart().startsWith("{") && text.trimEnd().endsWith("}");
