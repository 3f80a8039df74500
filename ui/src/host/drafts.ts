import { commands } from "./bindings";

/** What was open in the console when the app was last used, by connection. Read once, at the start. */
export const { keptDrafts, keepDrafts } = commands;
