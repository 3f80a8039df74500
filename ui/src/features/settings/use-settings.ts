import { useMutation, useQueryClient } from "@tanstack/react-query";
import { retryKeyring, switchToSessionStorage, updateSettings } from "../../host/mutations";
import { putSettings, putStorage } from "../../host/state";

export function useSaveSettings() {
	const client = useQueryClient();
	return useMutation({
		mutationFn: updateSettings,
		onSuccess: (settings) => putSettings(client, settings),
	});
}

/** The two ways forward when the keyring cannot be used. */
export function useStorageActions() {
	const client = useQueryClient();
	const put = { onSuccess: (storage: Parameters<typeof putStorage>[1]) => putStorage(client, storage) };
	const retry = useMutation({ mutationFn: retryKeyring, ...put });
	const session = useMutation({ mutationFn: switchToSessionStorage, ...put });
	return { retry, session, error: retry.error ?? session.error };
}
