import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AskedPeriod, Endpoint, PersonalDataChoice } from "../../host/bindings";
import { chosenEndpoints, endpointSets } from "../../host/queries/endpoints";
import { count } from "../../lib/format";
import { Select } from "../../ui/select";
import { Stack } from "../../ui/stack";
import { periods, personalChoices } from "./words";

export type Chosen = {
	period: AskedPeriod;
	personalData: PersonalDataChoice;
	/** `null`: those that are chosen under Scopes. */
	endpoints: Endpoint[] | null;
};

/** What a report is made of. */
export function ChoiceForm({
	chosen,
	onChange,
	calls,
}: {
	chosen: Chosen;
	onChange: (chosen: Chosen) => void;
	/** So many single calls were chosen. 0: all of a period. */
	calls: number;
}) {
	const personal = personalChoices.find(({ id }) => id === chosen.personalData);
	return (
		<Stack gap="3">
			<p>
				One file for support: what this connection is and may do, its calls and why they failed. Tokens and
				client secrets are never in it. You see all of it before you save it, and nothing is sent.
			</p>
			{calls === 0 ? (
				<Select
					label="Calls of"
					choices={periods.map(({ id, text }) => ({ id, text }))}
					value={chosen.period}
					onChange={(period) => onChange({ ...chosen, period })}
				/>
			) : (
				<p>
					<strong>Calls:</strong> the {count(calls, "call")} that you chose in the history.
				</p>
			)}
			<EndpointChoice onChange={(endpoints) => onChange({ ...chosen, endpoints })} />
			<Select
				label="Personal data"
				choices={personalChoices.map(({ id, text }) => ({ id, text }))}
				value={chosen.personalData}
				onChange={(personalData) => onChange({ ...chosen, personalData })}
				help={personal?.help ?? ""}
			/>
		</Stack>
	);
}

/** The chosen endpoints, a set of them by its name, or none. */
function EndpointChoice({ onChange }: { onChange: (endpoints: Endpoint[] | null) => void }) {
	const own = useQuery(chosenEndpoints).data?.endpoints.length ?? 0;
	const sets = useQuery(endpointSets).data ?? [];
	const [value, setValue] = useState("chosen");
	const take = (id: string) => {
		setValue(id);
		onChange(id === "chosen" ? null : (sets.find((set) => `set ${set.id}` === id)?.endpoints ?? []));
	};
	return (
		<Select
			label="Endpoints whose verdicts are told"
			choices={[
				{
					id: "chosen",
					text: own === 0 ? "Those chosen under Scopes: none yet" : `The ${own} chosen under Scopes`,
				},
				...sets.map(({ id, name, endpoints }) => ({
					id: `set ${id}`,
					text: `${name} (${endpoints.length})`,
				})),
				{ id: "none", text: "None" },
			]}
			value={value}
			onChange={take}
		/>
	);
}
