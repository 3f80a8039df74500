import { createStore } from "../lib/store";

/** Something that the console can do now, or why it cannot. */
export type Offered = { act: () => void; why: string | null };

/** What the console that is drawn can do with its request, for who calls it from elsewhere. */
export type ConsoleOffer = {
	connectionId: string;
	send: Offered;
	copyCurl: Offered;
	copySupportLine: Offered;
};

/** `null`: no console is drawn. */
export const consoleActs = createStore<ConsoleOffer | null>(null);

/** The connection whose console is to take the focus to where one works next: a value, the body, or the path. */
export const wantedWork = createStore<string | null>(null);
