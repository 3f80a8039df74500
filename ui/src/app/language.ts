/** The app speaks English; a system of no language ("C", as WebKitGTK hands it on) must not stop what formats numbers. */
export function mendLanguage(owner: Pick<Navigator, "language"> = navigator) {
	try {
		Intl.getCanonicalLocales(owner.language);
	} catch {
		Object.defineProperty(owner, "language", { value: "en-GB", configurable: true });
	}
}
