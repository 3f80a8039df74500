import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { fakeHost } from "../../host/testing/fake-host";
import { draw } from "../../host/testing/render";
import { initialState, oauthApp } from "../../host/testing/samples";
import { KnownApp } from "./known-app";

const unencrypted = /goes to whatever program listens there, unencrypted/;

test("an app on a local port says where its secret goes, and HubSpot's does not", () => {
	fakeHost({});
	const local = oauthApp({ environment: { kind: "demo", port: 4010 } });
	const { redraw } = draw(<KnownApp app={local} state={initialState()} />);
	screen.getByText("Demo portal on port 4010");
	screen.getByText(unencrypted);
	redraw(<KnownApp app={oauthApp()} state={initialState()} />);
	expect(screen.queryByText(unencrypted)).toBeNull();
});
