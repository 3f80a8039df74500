/** Words as typed or pasted: separated by spaces, commas or lines, each once. */
export function splitWords(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}
