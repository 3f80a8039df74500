import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../../host/testing/fake-host";
import { draw, seriousFindings } from "../../host/testing/render";
import { HistoryNotice } from "./history-notice";

const notice = {
	message: "The disk is full, so calls are not kept in the history.",
	hint: "They are sent all the same.",
	isLosing: true,
};

test("a loss is read out with what to do, and can be put away", async () => {
	const host = fakeHost({ put_history_notice_away: () => null });
	const { user } = draw(<HistoryNotice notice={notice} />);
	expect(screen.getByRole("status").textContent).toContain(notice.message + notice.hint);
	expect(await seriousFindings()).toEqual([]);
	await user.click(screen.getByRole("button", { name: "Put away" }));
	await waitFor(() => expect(host.callsOf("put_history_notice_away")).toEqual([{}]));
});
