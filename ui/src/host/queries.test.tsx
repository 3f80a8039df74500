import { QueryObserver } from "@tanstack/react-query";
import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { previewOauthAppConsent } from "./queries/connecting";
import { searchOperations } from "./queries/verdicts";
import { createQueryClient } from "./query-client";
import { useAppState, useHostEvents } from "./state";
import { fakeHost, never } from "./testing/fake-host";
import { draw } from "./testing/render";
import { connection, initialState, oauthApp } from "./testing/samples";

test("what was found stands in while more is found, but never for another connection", async () => {
	const host = fakeHost({ search_operations: () => [] });
	const observer = new QueryObserver(createQueryClient(), searchOperations("notes", "c1", 5));
	const stop = observer.subscribe(() => undefined);
	await waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true));
	host.answer({ search_operations: never });
	observer.setOptions(searchOperations("deals", "c1", 5));
	expect(observer.getCurrentResult()).toMatchObject({ data: [], isPlaceholderData: true });
	observer.setOptions(searchOperations("deals", "c2", 5));
	expect(observer.getCurrentResult()).toMatchObject({ data: undefined, isPending: true });
	stop();
});

function Watching() {
	useHostEvents();
	return <p>{useAppState().data?.connections.length}</p>;
}

test("an event makes outdated what hangs on it, and nothing else", async () => {
	const state = initialState();
	const host = fakeHost({ initial_state: () => state });
	const { client } = draw(<Watching />);
	await screen.findByText(state.connections.length);
	const found = searchOperations("notes", "c1", 5).queryKey;
	const consent = previewOauthAppConsent("a1", [], []).queryKey;
	const outdated = () => [found, consent].map((key) => client.getQueryState(key)?.isInvalidated);
	client.setQueryData(found, []);
	client.setQueryData<unknown>(consent, {});
	await act(() => host.emit("connection-changed", connection({ rateLimit: null })));
	expect(outdated()).toEqual([false, false]);
	await act(() => host.emit("connection-changed", connection({ writeLock: "unlocked" })));
	expect(outdated()).toEqual([true, false]);
	await act(() => host.emit("oauth-apps-changed", [oauthApp()]));
	expect(outdated()).toEqual([true, true]);
});
