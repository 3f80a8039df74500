import { AppWindow, FlaskConical, KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { chooseApp, chosenWay, oauthDraft } from "../../domain/connect-draft";
import { ErrorNote } from "../../domain/error-note";
import type { OauthApp } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { beginDemoConnection } from "../../host/mutations";
import { useStore } from "../../lib/store";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { useBeginConsent } from "./use-consent";
import styles from "./ways-in.module.css";

/** More apps than this are chosen in the form. */
const maxShown = 3;

/** The three ways in, each with who should pick it. */
export function WaysIn({ apps }: { apps: OauthApp[] }) {
	const chosen = useStore(oauthDraft).app;
	const way = useStore(chosenWay);
	const begin = useBeginConsent();
	return (
		<>
			{begin.error && <ErrorNote error={toCommandError(begin.error)} />}
			<div className={styles.ways}>
				<WayCard picture={<AppWindow aria-hidden />} title="OAuth app" chosen={way === "oauth"}>
					<p>For developers and app owners: you have an app with its own client id and secret.</p>
					<p className="muted">
						You consent in your browser, as your customers do. Portalscope keeps it connected.
					</p>
					{apps.slice(0, maxShown).map((app) => (
						<Button
							key={app.id}
							onPress={() => chooseApp(app)}
							aria-expanded={way === "oauth" && chosen === app.id}
						>
							Use {app.name}
						</Button>
					))}
					<Button
						onPress={() => (chosen === null ? chosenWay.set("oauth") : chooseApp(null))}
						aria-expanded={way === "oauth" && chosen === null}
					>
						{apps.length > 0 ? "Use another OAuth app" : "Use an OAuth app"}
					</Button>
				</WayCard>
				<WayCard
					picture={<KeyRound aria-hidden />}
					title="Service key or private-app token"
					chosen={way === "token"}
				>
					<p>For admins of one portal: somebody gave you a token made in that portal's settings.</p>
					<p className="muted">It does not expire, and works for that portal alone.</p>
					<Button onPress={() => chosenWay.set("token")} aria-expanded={way === "token"}>
						Use a token
					</Button>
				</WayCard>
				<WayCard
					picture={<FlaskConical aria-hidden />}
					title="Demo portal"
					badge={<Badge tone="demo">DEMO</Badge>}
					chosen={false}
				>
					<p>For looking around and for training: no HubSpot account is needed.</p>
					<p className="muted">Runs on this computer only, with made-up records. Break it as you like.</p>
					<Button
						kind={way === null ? "primary" : "plain"}
						isPending={begin.isPending}
						onPress={() => begin.mutate(beginDemoConnection)}
					>
						{begin.isPending ? "Starting the demo portal…" : "Start the demo portal"}
					</Button>
				</WayCard>
			</div>
		</>
	);
}

function WayCard({
	picture,
	title,
	badge,
	chosen,
	children,
}: {
	picture: ReactNode;
	title: string;
	badge?: ReactNode;
	chosen: boolean;
	children: ReactNode;
}) {
	return (
		<section className={`${styles.way} ${chosen ? styles.chosen : ""}`} aria-label={title}>
			<div className={styles.wayHead}>
				{picture}
				<h2>{title}</h2>
				{badge}
			</div>
			{children}
		</section>
	);
}
