import { useMutation, useQueryClient } from "@tanstack/react-query";
import { retryKeyring, switchToSessionStorage, updateSettings } from "../../host/mutations";
import { putSettings } from "../../host/state";

export function useSaveSettings() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: updateSettings,
		onSuccess: (settings) => putSettings(client, settings),
	});
}

/** The two ways forward when the keyring cannot be used. */
export function useStorageActions() {
	const retry = useMutation({ mutationFn: retryKeyring });
	const session = useMutation({ mutationFn: switchToSessionStorage });
	return { retry, session, error: retry.error ?? session.error };
}
