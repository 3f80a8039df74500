import type { Connection } from "../host/bindings";

/** The name that the person gave it, else the portal's own. */
export const shownName = ({ label, identity }: Pick<Connection, "label" | "identity">) =>
	label.name ?? identity.portalName;

/** The color that the person gave it, as a style sheet names it. */
export const ownColor = ({ label }: Pick<Connection, "label">) =>
	label.color === null ? undefined : `var(--label-${label.color})`;
