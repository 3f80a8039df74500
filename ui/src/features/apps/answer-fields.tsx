import type { Settings } from "../../host/bindings";
import layout from "../../ui/layout.module.css";
import { Select } from "../../ui/select";
import { TextField } from "../../ui/text-field";
import type { AppField, AppForm } from "./app-form";

const answers = [
	{ id: "ports" as const, text: "To a port of this computer (usual)" },
	{ id: "forwarded" as const, text: "Through an https page of yours" },
];

/** Where the consent page sends its answer, and what to register for that. */
export function AnswerFields({
	form,
	change,
	errorAt,
	settings,
}: {
	form: AppForm;
	change: (part: Partial<AppForm>) => void;
	errorAt: (field: AppField) => string | undefined;
	settings: Settings;
}) {
	return (
		<div className={layout.columns}>
			<Select
				label="Redirect URL"
				choices={answers}
				value={form.answer}
				onChange={(answer) => change({ answer })}
				help={
					form.answer === "ports"
						? "Register http://localhost:PORT/oauth/callback for each port."
						: "Any program may claim portalscope links, so use this only if the app can register no localhost address."
				}
			/>
			{form.answer === "ports" ? (
				<TextField
					label="Own callback ports (optional)"
					inputMode="numeric"
					value={form.ports}
					onChange={(ports) => change({ ports })}
					error={errorAt("ports")}
					placeholder={settings.callbackPorts.join(" ")}
					help="Tried in this order. Empty: the ports in Settings."
				/>
			) : (
				<TextField
					label="Address of your page"
					mono
					value={form.forwarded}
					onChange={(forwarded) => change({ forwarded })}
					error={errorAt("forwarded")}
					placeholder="https://example.com/hubspot/callback"
					help="The page must send its whole query on to portalscope://oauth/callback."
				/>
			)}
		</div>
	);
}
