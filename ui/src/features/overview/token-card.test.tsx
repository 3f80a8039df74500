import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../../host/testing/fake-host";
import { draw } from "../../host/testing/render";
import { connection, inSeconds } from "../../host/testing/samples";
import { OverviewView } from "./overview-view";

const answers = {
	usage_points: () => ({ first: 0, next: 0, points: [] }),
	daily_usage: () => ({ kind: "none_for_oauth" }),
};
const view = (part = {}) => <OverviewView connection={connection(part)} />;

test("a revoked connection counts nothing down, promises nothing and offers no refresh; one that waits for its app's secret still does", () => {
	fakeHost(answers);
	const token = connection().token;
	const error = { message: "The app was removed.", hint: "" };
	const failed = token && {
		...token,
		nextRefreshAt: null,
		lastRefresh: {
			at: inSeconds(-9),
			outcome: "failed" as const,
			error: { ...error, code: "connection_revoked" as const, cause: null },
		},
	};
	const { redraw } = draw(
		view({
			token: failed,
			state: { kind: "needs_attention", error: { ...error, code: "connection_revoked" } },
		}),
	);
	const card = () => within(screen.getByRole("region", { name: "Access token" }));
	card().getByText("No longer accepted.");
	card().getByText(/, failed$/);
	expect(screen.queryByRole("timer")).toBeNull();
	expect(screen.queryByRole("button", { name: "Refresh now" })).toBeNull();
	expect(screen.getAllByText("The app was removed.")).toHaveLength(1);
	redraw(
		view({
			token: failed,
			state: { kind: "needs_attention", error: { ...error, code: "app_secret_missing" } },
		}),
	);
	card().getByRole("timer");
	card().getByText("not until you did what stands above");
});

test("the token of a portal that is not open is promised to be renewed when it is used, not at a time", () => {
	fakeHost(answers);
	const token = connection().token;
	draw(view({ token: token && { ...token, nextRefreshAt: null } }));
	screen.getByText("when you next use it");
});
