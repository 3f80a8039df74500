import { commands } from "./bindings";
import { toCommandError } from "./errors";

/** Where a secret field gets its secret: the host takes it in and answers a description. */
export const secretSource = {
	paste: commands.stageSecretFromClipboard,
	type: commands.stageTypedSecret,
	drop: commands.discardStagedSecret,
	explain: toCommandError,
};
