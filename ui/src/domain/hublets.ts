export type Hublet = "app" | "na1" | "na2" | "na3" | "eu1" | "ap1";

/** The data centers whose consent page can be opened. */
export const hublets: { id: Hublet; text: string }[] = [
	{ id: "app", text: "Any (HubSpot finds it)" },
	{ id: "na1", text: "US (na1)" },
	{ id: "na2", text: "US (na2)" },
	{ id: "na3", text: "US (na3)" },
	{ id: "eu1", text: "EU (eu1)" },
	{ id: "ap1", text: "Asia Pacific (ap1)" },
];
