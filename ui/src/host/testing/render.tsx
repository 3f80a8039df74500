import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import type { ReactElement } from "react";
import { I18nProvider } from "react-aria-components";
import { createQueryClient } from "../query-client";

/** Draws a part of the window as the app does. Start a fake host first. */
export function draw(element: ReactElement) {
	const client = createQueryClient();
	const wrap = (inner: ReactElement) => (
		<I18nProvider locale="en-US">
			<QueryClientProvider client={client}>{inner}</QueryClientProvider>
		</I18nProvider>
	);
	const view = render(wrap(element));
	return {
		client,
		container: view.container,
		user: userEvent.setup(),
		redraw: (next: ReactElement) => view.rerender(wrap(next)),
	};
}

/** The findings of axe that would exclude users. Contrast is checked on the tokens, for want of pixels here. */
export async function seriousFindings(): Promise<string[]> {
	const results = await axe.run(document.body, {
		rules: {
			"color-contrast": { enabled: false },
			region: { enabled: false },
			"page-has-heading-one": { enabled: false },
		},
	});
	return results.violations
		.filter(({ impact }) => impact !== "minor")
		.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}
