import { chosenWay } from "../../domain/connect-draft";
import type { InitialState } from "../../host/bindings";
import { useStore } from "../../lib/store";
import layout from "../../ui/layout.module.css";
import { ConsentFailed } from "./consent-failed";
import { ConsentWaiting } from "./consent-waiting";
import { OauthForm } from "./oauth-form";
import { TokenForm } from "./token-form";
import { useConsentOutcome } from "./use-consent";
import { WaysIn } from "./ways-in";

/** Where portals are connected: three ways in, the form of the chosen one, or the wait for consent. */
export function ConnectView({ state }: { state: InitialState }) {
	const way = useStore(chosenWay);
	const [outcome, closeOutcome] = useConsentOutcome();
	if (state.consentFlow) {
		return (
			<div className={layout.page}>
				<ConsentWaiting flow={state.consentFlow} />
			</div>
		);
	}
	const first = state.connections.length === 0;
	return (
		<div className={layout.page}>
			<div className={layout.head}>
				<h1 tabIndex={-1}>{first ? "Connect your first portal" : "Connect a portal"}</h1>
				<p className="muted">
					See what a connection may do, make calls with it, and learn why one fails. Portalscope is an
					independent tool and is not affiliated with HubSpot.
				</p>
			</div>
			{outcome?.kind === "failed" && (
				<ConsentFailed error={outcome.error} flowId={outcome.flowId} onClose={closeOutcome} />
			)}
			<WaysIn apps={state.oauthApps} />
			{way === "oauth" && <OauthForm state={state} />}
			{way === "token" && <TokenForm state={state} />}
		</div>
	);
}
