import { screen } from "@testing-library/react";
import type { ReportLink } from "../../host/bindings";
import { demoAnswers } from "../../host/testing/demo-answers";
import { type Answers, fakeHost } from "../../host/testing/fake-host";
import { draw } from "../../host/testing/render";
import { connection, initialState } from "../../host/testing/samples";
import { ReportDialog } from "./report-dialog";

/** The dialog before anything is made. */
export function begin(more: Answers = {}, calls: string[] = [], asked: ReportLink | null = null) {
	const host = fakeHost({ ...demoAnswers(initialState()), ...more });
	const view = draw(
		<ReportDialog connection={connection()} calls={calls} asked={asked} onClose={() => undefined} />,
	);
	return { host, ...view };
}

export const button = (name: string | RegExp) => screen.findByRole("button", { name });

/** The dialog with a preview of twelve calls. */
export async function previewed(more: Answers = {}) {
	const view = begin(more);
	await view.user.click(await button("Make a preview"));
	await screen.findByRole("tab", { name: "Summary" });
	return view;
}

export const open = async (view: Awaited<ReturnType<typeof previewed>>, name: string | RegExp) =>
	view.user.click(screen.getByRole("tab", { name }));
