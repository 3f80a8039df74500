import { expect, test } from "vitest";
import { mendLanguage } from "./language";

test("a language that is none becomes one, every other stays", () => {
	const none = { language: "C" };
	mendLanguage(none);
	expect(none.language).toBe("en-GB");
	expect(() => new Intl.NumberFormat(none.language)).not.toThrow();
	const german = { language: "de-DE" };
	mendLanguage(german);
	expect(german.language).toBe("de-DE");
});
