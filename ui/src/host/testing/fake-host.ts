import { emit } from "@tauri-apps/api/event";
import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import type { CommandError, ErrorCode } from "../bindings";

type Answer = (args: Record<string, unknown>) => unknown;
export type Answers = Record<string, Answer>;
type Call = { command: string; args: Record<string, unknown> };

/**
 * Stands in for the Rust side at the IPC border, so that bindings.ts itself is under test. A command
 * without an answer is recorded and rejected: `expectNoStrays` then fails the test.
 */
export function fakeHost(answers: Answers) {
	const calls: Call[] = [];
	const strays: string[] = [];
	mockIPC(
		(command, payload) => {
			const args = (payload ?? {}) as Record<string, unknown>;
			calls.push({ command, args });
			const answer = answers[command];
			if (answer) return answer(args);
			strays.push(command);
			throw new Error(`fake host: no answer for ${command}`);
		},
		{ shouldMockEvents: true },
	);
	return {
		calls,
		/** Changes answers while the window runs. */
		answer: (more: Answers) => Object.assign(answers, more),
		callsOf: (command: string) => calls.filter((call) => call.command === command).map(({ args }) => args),
		emit: (event: string, payload: unknown) => emit(event, payload),
		expectNoStrays: () => {
			if (strays.length > 0) throw new Error(`unexpected commands: ${strays.join(", ")}`);
		},
		stop: clearMocks,
	};
}

/** Rejects as the host does. */
export function fail(code: ErrorCode, message = `it failed with ${code}.`, hint = "Try again."): never {
	throw { code, message, hint } satisfies CommandError;
}

/** An answer that never comes. */
export const never = () => new Promise<never>(() => undefined);
