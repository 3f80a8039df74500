import { hashKey, type QueryClient, type QueryMeta, queryOptions } from "@tanstack/react-query";
import { commands } from "../bindings";

// How the host is read. Query keys are named in this folder alone, by domain.

export type Commands = typeof commands;
export type Arguments<Name extends keyof Commands> = Parameters<Commands[Name]>;
type Answer<Name extends keyof Commands> = Awaited<ReturnType<Commands[Name]>>;

/** A command that is read, kept under its name and its arguments. */
export function read<Name extends keyof Commands>(command: Name, ...args: Arguments<Name>) {
	const call = commands[command] as (...args: Arguments<Name>) => Promise<Answer<Name>>;
	return queryOptions({ queryKey: [command, ...args], queryFn: () => call(...args) });
}

/** While new data comes, that of before stands in, but never that of another connection or app. */
export function keepOf(subject: unknown) {
	const name = hashKey([subject]);
	return {
		meta: { subject: name },
		placeholderData: <T>(previous: T | undefined, query: { meta: QueryMeta | undefined } | undefined) =>
			query?.meta?.subject === name ? previous : undefined,
	};
}

export const forever = Number.POSITIVE_INFINITY;

/** What was read by these commands is read again where it is shown. */
export const outdated = (client: QueryClient, ...names: (keyof Commands)[]) =>
	Promise.all(names.map((command) => client.invalidateQueries({ queryKey: [command] })));
