import { useState } from "react";
import type { HistoryLookup } from "../../../host/bindings";
import { Select } from "../../../ui/select";
import { TextField } from "../../../ui/text-field";
import { dayText, lastDayText, spans, startOfDay } from "./conditions";

type Change = (part: Partial<HistoryLookup>) => void;
const any = { lastHours: null, since: null, until: null };

/** When it was sent: lately, or from one day to another in the person's own zone. */
export function TimeFilter({ lookup, onChange }: { lookup: HistoryLookup; onChange: Change }) {
	const { lastHours, since, until } = lookup;
	const [wantsDays, setWantsDays] = useState(since !== null || until !== null);
	const isDays = since !== null || until !== null || (wantsDays && lastHours === null);
	const choose = (id: string) => {
		setWantsDays(id === "days");
		if (id === "days") onChange(any);
		else onChange({ ...any, lastHours: id === "" ? null : Number(id) });
	};
	return (
		<>
			<Select<string>
				label="Time"
				choices={[
					{ id: "", text: "Any" },
					...spans.map(({ hours, text }) => ({ id: String(hours), text })),
					{ id: "days", text: "Days…" },
				]}
				value={isDays ? "days" : String(lastHours ?? "")}
				onChange={choose}
			/>
			{isDays && (
				<>
					<DayField
						label="From day"
						value={dayText(since)}
						onChange={(day) => onChange({ lastHours: null, since: day && startOfDay(day) })}
					/>
					<DayField
						label="To day"
						value={lastDayText(until)}
						onChange={(day) => onChange({ lastHours: null, until: day && startOfDay(day, 1) })}
					/>
				</>
			)}
		</>
	);
}

function DayField({
	label,
	value,
	onChange,
}: {
	label: string;
	value: string;
	onChange: (day: string | null) => void;
}) {
	const [typed, setTyped] = useState(value);
	const isDay = typed.trim() === "" || startOfDay(typed) !== null;
	const type = (text: string) => {
		setTyped(text);
		if (text.trim() === "") onChange(null);
		else if (startOfDay(text) !== null) onChange(text);
	};
	return (
		<TextField
			label={label}
			value={typed}
			onChange={type}
			placeholder={dayText(new Date().toISOString())}
			error={isDay ? undefined : "A day, such as the one in the placeholder."}
		/>
	);
}
