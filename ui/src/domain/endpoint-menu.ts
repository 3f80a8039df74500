import type { Endpoint } from "../host/bindings";
import type { MenuEntry } from "../ui/menu-entries";

/** What of an endpoint can be copied. */
export function endpointEntries(
	{ method, path }: Endpoint,
	copy: (text: string, what: string) => void,
): MenuEntry[] {
	return [
		{ id: "path", text: "Copy path", act: () => copy(path, "path") },
		{ id: "call", text: "Copy method and path", act: () => copy(`${method} ${path}`, "method and path") },
	];
}
