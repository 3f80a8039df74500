import { lazyView } from "../../domain/lazy-view";

// The questions of the portal's header, in chunks of their own.

export const DisconnectDialog = lazyView(
	"The dialog",
	async () => (await import("./disconnect-dialog")).DisconnectDialog,
	"nothing",
);
export const UnlockDialog = lazyView(
	"The dialog",
	async () => (await import("./unlock-dialog")).UnlockDialog,
	"nothing",
);
