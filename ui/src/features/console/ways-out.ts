/** What leads out of the console when a call was refused. */
export type WaysOut = {
	onReauthorize: (scopes: string[]) => void;
	onUnlock: () => void;
};
