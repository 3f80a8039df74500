import type { CommandError, StagedSecret } from "../host/bindings";

/** The way in to the host, which alone sees the secret. */
export type SecretSource = {
	paste: () => Promise<StagedSecret>;
	type: (text: string) => Promise<StagedSecret>;
	drop: (id: string) => Promise<unknown>;
	explain: (thrown: unknown) => CommandError;
};
