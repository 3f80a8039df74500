/** What the window knows of a secret that the host has staged. */
export type SecretFacts = {
	id: string;
	format: string;
	length: number;
	description: string;
	removed: string;
	warning: string;
	guidance: string;
};

/** The way in to the host, which alone sees the secret. */
export type SecretSource<Staged extends SecretFacts> = {
	paste: () => Promise<Staged>;
	type: (text: string) => Promise<Staged>;
	drop: (id: string) => Promise<unknown>;
	explain: (thrown: unknown) => { message: string; hint: string };
};
