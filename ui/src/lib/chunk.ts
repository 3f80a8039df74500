/** Code in a file of its own: loaded once, when it is needed or before that. A load that failed can be tried again. */
export function chunk<T>(fetchCode: () => Promise<T>) {
	let code: T | undefined;
	return {
		/** What was loaded so far. */
		get: () => code,
		load: async () => {
			code ??= await fetchCode();
		},
	};
}
