import { ErrorNote } from "../../domain/error-note";
import { lazyView } from "../../domain/lazy-view";
import type { Connection } from "../../host/bindings";
import { reauthorize } from "../../navigation/navigation";
import { AboutError } from "../../response/about-error";
import { Button } from "../../ui/button";
import { Loading, SkeletonCard } from "../../ui/skeleton";
import { AbilitiesCard } from "./abilities-card";
import { IdentityCard } from "./identity-card";
import { LimitsCard } from "./limits-card";
import styles from "./overview-view.module.css";
import { ScopesCard } from "./scopes-card";
import { TokenCard } from "./token-card";

/** Only a demo portal has them, and they are at the end of the page. */
export const DemoControls = lazyView(
	"The demo controls",
	async () => (await import("./demo-controls")).DemoControls,
);

/** Am I connected, to which portal, and for how long. */
export function OverviewView({ connection }: { connection: Connection }) {
	return (
		<div className={styles.page}>
			<StateNote connection={connection} />
			<div className={styles.grid}>
				<div className={styles.column}>
					<TokenCard connection={connection} />
					<LimitsCard connection={connection} />
				</div>
				<div className={styles.column}>
					<AbilitiesCard connection={connection} />
					<IdentityCard connection={connection} />
				</div>
			</div>
			<ScopesCard scopes={connection.grantedScopes} />
			{connection.environment === "demo" && <DemoControls connection={connection} />}
		</div>
	);
}

function StateNote({ connection }: { connection: Connection }) {
	if (connection.state.kind === "good") return null;
	// What cannot be reached is tried again by "Refresh now" below; what is refused needs consent anew.
	const needsConsent = connection.state.kind === "needs_attention" && connection.credential === "oauth";
	const { error } = connection.state;
	const actions = (
		<>
			{needsConsent && (
				<Button kind="primary" onPress={() => reauthorize(connection.id)}>
					Re-authorize…
				</Button>
			)}
			<AboutError error={error} />
		</>
	);
	return <ErrorNote error={error} actions={needsConsent || error.cause ? actions : undefined} />;
}

/** The shape of the view while the app's state is being read. */
export function OverviewSkeleton() {
	return (
		<Loading what="Reading the connections">
			<div className={styles.page}>
				<div className={styles.grid}>
					<div className={styles.column}>
						<SkeletonCard lines={6} />
						<SkeletonCard lines={6} />
					</div>
					<div className={styles.column}>
						<SkeletonCard lines={4} />
						<SkeletonCard lines={6} />
					</div>
				</div>
				<SkeletonCard lines={4} />
			</div>
		</Loading>
	);
}
