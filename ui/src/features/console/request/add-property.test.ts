import { expect, test } from "vitest";
import { addProperty } from "./add-property";

const added = (body: string | null, isRecord = true) => {
	const found = addProperty(body, "hs_pipeline_stage", isRecord);
	return found && `${found.text.slice(0, found.caret)}|${found.text.slice(found.caret)}`;
};

test("a property is added with the caret in its value, and the rest stays as it was written", () => {
	expect(added('{\n  "properties": {}\n}')).toBe(
		'{\n  "properties": {\n    "hs_pipeline_stage": "|"\n  }\n}',
	);
	expect(added('{"properties": {"amount": 1.10}}')).toBe(
		'{"properties": {\n  "hs_pipeline_stage": "|","amount": 1.10}}',
	);
	expect(added(null)).toContain('"hs_pipeline_stage": "|"');
	expect(added("", false)).toBe('{\n  "hs_pipeline_stage": "|"\n}');
});

test("each record of a batch gets it, and the caret is in the first", () => {
	const text = added('{"inputs": [{"properties": {}}, {"properties": {"a": "b"}}]}') ?? "";
	expect(text.split("hs_pipeline_stage")).toHaveLength(3);
	expect(text.indexOf("|")).toBeLessThan(text.lastIndexOf("hs_pipeline_stage"));
	expect(JSON.parse(text.replace("|", "")).inputs[1].properties).toEqual({ hs_pipeline_stage: "", a: "b" });
});

test("what is no JSON, or has the property, is left alone", () => {
	expect(added("{")).toBeNull();
	expect(added("[]")).toBeNull();
	expect(added('{"properties": {"hs_pipeline_stage": "1"}}')).toBeNull();
	expect(added('{"inputs": []}')).toBeNull();
});
