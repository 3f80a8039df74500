import { commands } from "./bindings";
import { toCommandError } from "./errors";

/** Where the declaration of an app is read and kept: in the host, with the app's record. */
export const declarationSource = (app: string) => ({
	keepLists: (lists: { required: string; optional: string; conditionallyRequired: string }) =>
		commands.declareScopes(app, { kind: "lists", ...lists }),
	keepFile: (text: string) => commands.declareScopes(app, { kind: "file", text }),
	chooseFile: () => commands.declareScopesFromFile(app),
	forget: () => commands.forgetDeclaredScopes(app),
	explain: toCommandError,
});
