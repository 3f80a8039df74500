import { useIsMutating } from "@tanstack/react-query";

/** Under which its calls wait for their answers. */
export const sendKey = (connectionId: string, ...draft: string[]) => ["send", connectionId, ...draft];

/** Whether a call of the connection waits for its answer, whatever is on the screen. */
export const useIsSending = (connectionId: string) =>
	useIsMutating({ mutationKey: sendKey(connectionId) }) > 0;
