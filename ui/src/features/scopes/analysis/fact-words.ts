import type { Certainty, Effect, Exemption, Tier, UserLevel } from "../../../host/bindings";

export const certaintyWords: Record<Certainty, string> = {
	official: "HubSpot itself says so.",
	reported: "Not in HubSpot's files; others have seen it hold.",
	inferred: "Not stated anywhere; concluded from the operations around it.",
};

export const effectWords: Record<Effect, string> = {
	read: "reads only",
	write: "changes data",
	destructive: "takes data away, and is confirmed each time",
};

export const userLevelWords: Record<UserLevel, string> = {
	public: "may call it, with the rights of their user",
	internal: "HubSpot's own only",
	not_stated: "HubSpot does not say",
};

const products: Record<string, string> = {
	cms: "Content Hub",
	commerce: "Commerce Hub",
	crmHub: "Smart CRM",
	dataHub: "Data Hub",
	marketing: "Marketing Hub",
	sales: "Sales Hub",
	service: "Service Hub",
};

/** "Free in every product", or product by product. */
export function planWords(tiers: Tier[]): string {
	if (tiers.length === 0) return "HubSpot does not say";
	if (tiers.every(({ plan }) => plan === "FREE")) return "Free";
	return tiers.map(({ product, plan }) => `${products[product] ?? product} ${title(plan)}`).join(", ");
}

/** Which limits a call does not count against. */
export function exemptionWords(exemptions: Exemption[]): string {
	const names = exemptions.map((one) => (one === "daily" ? "the daily limit" : "the ten-second limit"));
	return names.length === 0 ? "counts against all limits" : `does not count against ${names.join(" and ")}`;
}

const title = (word: string) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
