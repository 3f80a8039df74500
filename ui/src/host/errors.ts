import type { CommandError, ErrorCode } from "./bindings";

/** Whatever a command rejected with, as the error the window can draw. */
export function toCommandError(thrown: unknown): CommandError {
	if (isCommandError(thrown)) return thrown;
	return {
		code: "internal",
		message: "Portalscope met an error it did not foresee.",
		hint: thrown instanceof Error ? thrown.message : "Try again; if it stays, start the app anew.",
	};
}

export function hasCode(thrown: unknown, ...codes: ErrorCode[]): boolean {
	return codes.includes(toCommandError(thrown).code);
}

function isCommandError(thrown: unknown): thrown is CommandError {
	return (
		typeof thrown === "object" &&
		thrown !== null &&
		"code" in thrown &&
		"message" in thrown &&
		"hint" in thrown
	);
}
