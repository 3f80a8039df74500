import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { Endpoint, ReadLine } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { readEndpointList } from "../../../host/queries/endpoints";
import { useDebounced } from "../../../lib/debounced";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Note } from "../../../ui/note";
import { Stack } from "../../../ui/stack";
import { TextField } from "../../../ui/text-field";
import type { Chosen } from "../sets/chosen-endpoints";
import styles from "./paste-list.module.css";

const example =
	"GET /crm/objects/2026-03/contacts\nhttps://api.hubapi.com/crm/v3/objects/deals/512\ncurl -X POST …";
const shownFaults = 50;

/** A list in whatever form it is kept: each line is read, and those not understood are shown with the reason. */
export function PasteList({ chosen }: { chosen: Chosen }) {
	const [text, setText] = useState("");
	const asked = useDebounced(text, 250);
	const read = useQuery(readEndpointList(asked));
	const lines = asked.trim() === "" ? [] : (read.data?.lines ?? []);
	const found = endpointsOf(lines);
	const take = () => {
		chosen.add(found);
		setText("");
	};
	return (
		<Stack gap="3" className={styles.paste ?? ""}>
			<TextField
				label="List of endpoints"
				mono
				rows={8}
				value={text}
				onChange={setText}
				placeholder={example}
				help="One call a line: method and path, addresses, cURL commands, rows of a table."
			/>
			{read.error && <ErrorNote error={toCommandError(read.error)} />}
			{lines.length > 0 && (
				<Button kind="primary" onPress={take} isDisabled={found.length === 0}>
					Add {count(found.length, "endpoint")}
				</Button>
			)}
			<p className="sr-only" role="status">
				{lines.length > 0 ? `${count(found.length, "endpoint")} understood` : ""}
			</p>
			<Faults lines={lines} skipped={read.data?.skipped ?? null} />
		</Stack>
	);
}

function Faults({ lines, skipped }: { lines: ReadLine[]; skipped: string | null }) {
	const faults = lines.flatMap(({ number, text, outcome }) =>
		outcome.kind === "not_understood" ? [{ number, text, reason: outcome.reason }] : [],
	);
	if (faults.length === 0 && skipped === null) return null;
	return (
		<Note tone="warn" title={`${count(faults.length, "line")} not understood`}>
			{skipped !== null && <p>{skipped}</p>}
			<Stack as="ul" className={styles.faults ?? ""}>
				{faults.slice(0, shownFaults).map(({ number, text, reason }) => (
					<li key={number}>
						<span>
							Line {number}: <code>{text}</code>
						</span>
						<span className="muted">{reason}</span>
					</li>
				))}
			</Stack>
			{faults.length > shownFaults && <p>And {count(faults.length - shownFaults, "more", "more")}.</p>}
		</Note>
	);
}

function endpointsOf(lines: ReadLine[]): Endpoint[] {
	const seen = new Map<string, Endpoint>();
	for (const { outcome } of lines) {
		if (outcome.kind !== "calls") continue;
		for (const { method, path } of outcome.calls) seen.set(`${method} ${path}`, { method, path });
	}
	return [...seen.values()];
}
