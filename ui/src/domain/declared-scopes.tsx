import { useMutation } from "@tanstack/react-query";
import { FileJson } from "lucide-react";
import { useState } from "react";
import type { CommandError, DeclaredScopes as Declaration } from "../host/bindings";
import { count } from "../lib/format";
import { Button } from "../ui/button";
import { Row } from "../ui/row";
import { Stack } from "../ui/stack";
import { TextField } from "../ui/text-field";
import { ErrorNote } from "./error-note";
import { FormError } from "./form-error";

type Declared = Pick<Declaration, "required" | "optional" | "conditionallyRequired">;
type Lists = Record<keyof Declared, string>;

/** The way in to the host, which reads a declaration and keeps it with the app. */
type DeclarationSource = {
	keepLists: (lists: Lists) => Promise<Declared>;
	keepFile: (text: string) => Promise<Declared>;
	/** `null`: no file was chosen. */
	chooseFile: () => Promise<Declared | null>;
	forget: () => Promise<unknown>;
	explain: (thrown: unknown) => CommandError;
};

type Props = { source: DeclarationSource; declared: Declared | null; onChanged?: () => void };

/** Scopes in your app's settings, so that the check beforehand can compare with it. */
export function DeclaredScopes(props: Props) {
	const [open, setOpen] = useState(false);
	const { source, declared, onChanged } = props;
	const forget = useMutation({ mutationFn: source.forget, onSuccess: onChanged });
	return (
		<Stack as="section" gap="tight" aria-label="Scopes in your app's settings">
			<h3>Scopes in your app's settings</h3>
			<p className="muted">{declared ? summary(declared) : missing}</p>
			{forget.error && <ErrorNote error={source.explain(forget.error)} />}
			{open ? (
				<DeclareForm {...props} onClose={() => setOpen(false)} />
			) : (
				<Row gap="3">
					<Button small onPress={() => setOpen(true)}>
						{declared ? "Change…" : "Add them…"}
					</Button>
					{declared && (
						<Button small onPress={() => forget.mutate()} isPending={forget.isPending}>
							Forget them
						</Button>
					)}
				</Row>
			)}
		</Stack>
	);
}

const missing =
	"Not added, so only the names of the scopes are checked. Add what your app's settings list, and every difference that HubSpot would refuse is found here.";

function summary({ required, optional, conditionallyRequired }: Declared): string {
	return `${count(required.length, "scope")} required, ${optional.length} optional, ${conditionallyRequired.length} conditionally required.`;
}

function DeclareForm({ source, declared, onChanged, onClose }: Props & { onClose: () => void }) {
	const [lists, setLists] = useState<Lists>({
		required: declared?.required.join("\n") ?? "",
		optional: declared?.optional.join("\n") ?? "",
		conditionallyRequired: declared?.conditionallyRequired.join("\n") ?? "",
	});
	const done = (kept: Declared | null) => {
		if (kept === null) return;
		onChanged?.();
		onClose();
	};
	const keep = useMutation({
		mutationFn: (file: string | null) => (file === null ? source.keepLists(lists) : source.keepFile(file)),
		onSuccess: done,
	});
	const read = useMutation({ mutationFn: source.chooseFile, onSuccess: done });
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
				if (looksLikeFile(text)) keep.mutate(text);
				else setLists({ ...lists, [name]: text });
			}}
		/>
	);
	return (
		<Stack gap="3">
			{error && <FormError error={source.explain(error)} />}
			{field(
				"required",
				"Required",
				"Separated by spaces, commas or lines. Or paste the whole app-hsmeta.json.",
			)}
			{field("conditionallyRequired", "Conditionally required", "Required where they are asked for.")}
			{field("optional", "Optional", "Asked for in optional_scope.")}
			<Row gap="3">
				<Button small kind="primary" isPending={keep.isPending} onPress={() => keep.mutate(null)}>
					Check against these
				</Button>
				<Button small isPending={read.isPending} onPress={() => read.mutate()}>
					<FileJson aria-hidden />
					Read app-hsmeta.json…
				</Button>
				<Button small onPress={onClose}>
					Cancel
				</Button>
			</Row>
		</Stack>
	);
}

const looksLikeFile = (text: string) => text.trimStart().startsWith("{") && text.trimEnd().endsWith("}");
