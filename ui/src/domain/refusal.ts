import { createContext } from "react";
import type { Connection, ErrorCode } from "../host/bindings";

const ends: ErrorCode[] = ["connection_revoked", "token_refused", "secret_missing"];

/** Whether no call of it can succeed, whatever its scopes: HubSpot refuses it, or its secret is gone. */
export const isRefused = ({ state }: Connection) =>
	state.kind === "needs_attention" && ends.includes(state.error.code);

/** Why, and the way out: `null` where that is another token. */
type Refusal = { reason: string; reauthorize: (() => void) | null };

/** The refused connection that verdicts within are for: these do not say then that a call is allowed. */
export const RefusedContext = createContext<Refusal | null>(null);
