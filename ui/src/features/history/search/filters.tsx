import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Connection, HistoryLookup } from "../../../host/bindings";
import { historyFailures, historyOperations } from "../../../host/queries/history";
import { Select } from "../../../ui/select";
import { Switch } from "../../../ui/switch";
import { TextField } from "../../../ui/text-field";
import { causeName, kindNames, senderNames } from "../words";
import { kinds, methods, senders, statusRange, statusText } from "./conditions";
import styles from "./filters.module.css";
import { TimeFilter } from "./time-filter";

type Change = (part: Partial<HistoryLookup>) => void;

/** Every condition beside the words. */
export function Filters({
	lookup,
	connections,
	of,
	onChange,
}: {
	lookup: HistoryLookup;
	connections: Connection[] | null;
	/** Whose operations and causes there are to choose from. */
	of: string | null;
	onChange: Change;
}) {
	const causes = useQuery(historyFailures(of)).data ?? [];
	const operations = useQuery(historyOperations(of)).data ?? [];
	return (
		<section aria-label="Filters" className={styles.filters}>
			{connections !== null && (
				<AnyOf
					label="Portal"
					choices={connections.map(({ id, identity }) => [id, `${identity.portalName} (${identity.hubId})`])}
					value={lookup.connection}
					onChange={(connection) => onChange({ connection })}
				/>
			)}
			<AnyOf
				label="Method"
				choices={methods.map((method) => [method, method])}
				value={lookup.method}
				onChange={(method) => onChange({ method })}
			/>
			<StatusField lookup={lookup} onChange={onChange} />
			<AnyOf
				label="Cause"
				choices={[...new Set(causes.map(({ cause }) => cause))].map((cause) => [cause, causeName(cause)])}
				value={lookup.cause}
				onChange={(cause) => onChange({ cause })}
			/>
			<AnyOf
				label="Operation"
				choices={[...new Map(operations.map(({ endpoint, title }) => [endpoint.path, title])).entries()].map(
					([path, title]) => [path, title === null ? path : `${title} · ${path}`],
				)}
				value={lookup.operation}
				onChange={(operation) => onChange({ operation })}
			/>
			<AnyOf
				label="Kind"
				choices={kinds.map((kind) => [kind, kindNames[kind]])}
				value={lookup.kind}
				onChange={(kind) => onChange({ kind })}
			/>
			<AnyOf
				label="Sent by"
				choices={senders.map((sender) => [sender, senderNames[sender]])}
				value={lookup.sender}
				onChange={(sender) => onChange({ sender })}
			/>
			<TimeFilter lookup={lookup} onChange={onChange} />
			<div className={styles.pinned}>
				<Switch isSelected={lookup.pinned} onChange={(pinned) => onChange({ pinned })}>
					Only pinned
				</Switch>
			</div>
		</section>
	);
}

/** One of these, or any. */
function AnyOf<T extends string>({
	label,
	choices,
	value,
	onChange,
}: {
	label: string;
	choices: [T, string][];
	value: T | null;
	onChange: (value: T | null) => void;
}) {
	const known = value === null || choices.some(([id]) => id === value);
	const all = [["", "Any"] as const, ...(known ? [] : [[value, value] as const]), ...choices];
	return (
		<Select<string>
			label={label}
			choices={all.map(([id, text]) => ({ id, text }))}
			value={value ?? ""}
			onChange={(id) => onChange(id === "" ? null : (id as T))}
		/>
	);
}

function StatusField({ lookup, onChange }: { lookup: HistoryLookup; onChange: Change }) {
	const now = statusText(lookup);
	const [typed, setTyped] = useState({ text: now, of: now });
	// What was typed stands until another one is set elsewhere.
	const text = typed.of === now ? typed.text : now;
	const range = statusRange(text);
	const type = (text: string) => {
		const next = statusRange(text);
		setTyped({ text, of: next ? statusText(next) : now });
		if (next) onChange(next);
	};
	return (
		<TextField
			label="Status"
			value={text}
			onChange={type}
			placeholder="4xx or 404"
			error={range ? undefined : "A status, such as 404, or a class, such as 4xx."}
		/>
	);
}
