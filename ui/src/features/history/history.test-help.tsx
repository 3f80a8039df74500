import { act, screen } from "@testing-library/react";
import type { HistoryRow } from "../../host/bindings";
import { useHostEvents } from "../../host/state";
import { demoAnswers } from "../../host/testing/demo-answers";
import { type Answers, fakeHost } from "../../host/testing/fake-host";
import { historyAnswers, historyEntries } from "../../host/testing/history-answers";
import { jsonRows } from "../../host/testing/json-rows";
import { draw } from "../../host/testing/render";
import { connection, initialState } from "../../host/testing/samples";
import { back, startAt } from "../../navigation/navigation";
import { HistoryView } from "./history-view";

const body = jsonRows({ category: "MISSING_SCOPES" });

function View({ isAll }: { isAll: boolean }) {
	useHostEvents();
	const shown = connection();
	return <HistoryView connection={isAll ? null : shown} connections={[shown]} />;
}

/** The history of a portal, or of all, with these entries. */
export function begin(entries: HistoryRow[] = historyEntries(40), more: Answers = {}, isAll = false) {
	startAt(isAll ? { kind: "history" } : { kind: "portal", id: "c1", tab: "history" });
	const host = fakeHost({
		...demoAnswers(initialState()),
		body_rows: ({ start, count }) => body.window(Number(start), Number(count)),
		...historyAnswers(entries),
		...more,
	});
	return { host, ...draw(<View isAll={isAll} />) };
}

/** The history of all portals while there is none. */
export function drawWithoutPortals() {
	startAt({ kind: "history" });
	fakeHost({ ...demoAnswers(initialState()), ...historyAnswers([]) });
	return draw(<HistoryView connection={null} connections={[]} />);
}

export const list = () => screen.findByRole("listbox", { name: /^Calls/ });
export const goBack = () => act(() => back());
