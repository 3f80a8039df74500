import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { VerdictBadge, VerdictMark, VerdictNote } from "../../../domain/verdict";
import { draw, seriousFindings } from "../../../host/testing/render";
import { allowed, refused } from "../../../host/testing/samples";

test("a verdict that practice contradicts is told as probable, in words and not by color alone", async () => {
	draw(
		<>
			<VerdictBadge verdict={{ ...allowed, probable: true }} />
			<VerdictBadge verdict={{ ...refused, probable: true }} />
			<VerdictMark kind="allowed" probable />
			<VerdictMark kind="undeclared" probable />
			<VerdictNote
				verdict={{ ...refused, probable: true, sentence: "This call will probably be refused." }}
			/>
		</>,
	);
	screen.getByText("Probably allowed");
	screen.getByText("Probably missing 1 scope");
	expect(screen.getByTitle("Probably allowed").textContent).toBe("Allowed?");
	expect(screen.getByTitle("Not known").textContent).toBe("Not known");
	screen.getByText("This call will probably be refused.");
	expect(await seriousFindings()).toEqual([]);
});

test("a verdict from HubSpot's file is told as certain", () => {
	draw(<VerdictBadge verdict={allowed} />);
	screen.getByText("Allowed");
});
