import type { Platform, SnippetTarget } from "../../../host/bindings";
import type { Choice } from "../../../ui/select";

export const targets: Choice<SnippetTarget>[] = [
	{ id: "curl-posix", text: "cURL for bash, zsh or sh" },
	{ id: "curl-cmd", text: "cURL for the Windows command prompt" },
	{ id: "powershell", text: "PowerShell (Invoke-RestMethod)" },
	{ id: "http", text: "HTTP request (.http file)" },
	{ id: "python-requests", text: "Python (requests)" },
	{ id: "python-client", text: "Python (hubspot-api-client)" },
	{ id: "node-fetch", text: "Node (fetch)" },
	{ id: "node-client", text: "Node (@hubspot/api-client)" },
	{ id: "php", text: "PHP (curl)" },
	{ id: "ruby", text: "Ruby (Net::HTTP)" },
	{ id: "go", text: "Go (net/http)" },
	{ id: "csharp", text: "C# (HttpClient)" },
];

export const isTarget = (value: string): value is SnippetTarget =>
	targets.some((target) => target.id === value);

/** What a person of this system runs most likely, until they have chosen. */
export function firstTarget(platform: Platform | undefined): SnippetTarget {
	return platform === "windows" ? "powershell" : "curl-posix";
}

/** The line that sets the token in the shell where the code runs. */
export function setsToken(target: SnippetTarget, platform: Platform | undefined): string {
	if (target === "curl-cmd") return "set HUBSPOT_TOKEN=…";
	if (target === "powershell" || (platform === "windows" && target !== "curl-posix")) {
		return "$env:HUBSPOT_TOKEN = '…'";
	}
	return "export HUBSPOT_TOKEN=…";
}
