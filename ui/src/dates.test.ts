import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the clock of this run is as many days ahead as the run says", () => {
	const folder = mkdtempSync(join(tmpdir(), "portalscope-dates-"));
	try {
		// Files have the real time also where the clock is moved.
		writeFileSync(join(folder, "now"), "");
		const ahead = (Date.now() - statSync(join(folder, "now")).mtimeMs) / 86_400_000;
		// `+ 0`: a file a moment ahead of the clock rounds to -0.
		expect(Math.round(ahead) + 0).toBe(Number(process.env.PORTALSCOPE_DAYS_AHEAD ?? 0));
	} finally {
		rmSync(folder, { recursive: true });
	}
});
