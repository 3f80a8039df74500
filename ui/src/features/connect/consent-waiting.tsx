import { useMutation } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { ErrorNote } from "../../domain/error-note";
import type { ConsentFlow } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { cancelConsent, copyConsentAddress, openConsentPage } from "../../host/mutations";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Chip, Chips } from "../../ui/chip";
import { CopyButton } from "../../ui/copy-button";
import { Facts } from "../../ui/facts";
import { Note } from "../../ui/note";
import { Ring } from "../../ui/ring";
import { Row } from "../../ui/row";
import { TextField } from "../../ui/text-field";
import { Time, TimeLeft, TimeSince } from "../../ui/time";
import styles from "./consent-waiting.module.css";
import { CopiedField } from "./copied-field";

/** The wait for an answer from the browser: what for, since when, until when, and the ways out. */
export function ConsentWaiting({ flow }: { flow: ConsentFlow }) {
	const open = useMutation({ mutationFn: () => openConsentPage(flow.id) });
	const cancel = useMutation({ mutationFn: () => cancelConsent(flow.id) });
	const error = open.error ?? cancel.error;
	const lifetime = (Date.parse(flow.expiresAt) - Date.parse(flow.startedAt)) / 1000;
	const where = flow.target === "demo" ? "the demo portal" : "HubSpot";
	return (
		<>
			<h1 tabIndex={-1}>Waiting for your consent in the browser</h1>
			{!flow.browserOpened && (
				<Note tone="warn" title="Your browser could not be opened." announce>
					Copy the address below and open it in the browser of your choice, on this computer.
				</Note>
			)}
			{error && <ErrorNote error={toCommandError(error)} />}
			<Card title={`Choose the portal and grant access on the page of ${where}`}>
				<div className={styles.waiting}>
					<Ring until={flow.expiresAt} lifetime={lifetime} lowAt={60} what="the time to consent">
						<span className={`num ${styles.bigNumber}`} role="timer" aria-label="Time left to consent">
							<TimeLeft until={flow.expiresAt} />
						</span>
						<span className={styles.tiny}>left</span>
					</Ring>
					<Facts>
						<dt>Waiting since</dt>
						<dd>
							<Time at={flow.startedAt} /> (
							<span className="num">
								<TimeSince from={flow.startedAt} />
							</span>
							)
						</dd>
						<dt>Gives up at</dt>
						<dd>
							<Time at={flow.expiresAt} />
						</dd>
						<dt>Redirect URL</dt>
						<dd>
							<code>{flow.redirectUri}</code>
						</dd>
						{flow.appName !== "" && (
							<>
								<dt>App</dt>
								<dd>{flow.appName}</dd>
							</>
						)}
						{flow.expectedPortal !== null && (
							<>
								<dt>Portal to choose</dt>
								<dd>
									<span className="mono">{flow.expectedPortal}</span>, any other is refused
								</dd>
							</>
						)}
						<Asked label="Asks for" scopes={flow.requiredScopes} />
						<Asked label="If possible, also" scopes={flow.optionalScopes} />
					</Facts>
				</div>
				<CopiedField button={<CopyButton label="Copy address" copy={() => copyConsentAddress(flow.id)} />}>
					<TextField label="Address of the consent page" mono value={flow.authorizeUrl} isReadOnly />
				</CopiedField>
				<Row gap="3">
					<Button onPress={() => open.mutate()} isPending={open.isPending}>
						<ExternalLink aria-hidden />
						Open browser again
					</Button>
					<Button onPress={() => cancel.mutate()} isPending={cancel.isPending}>
						Cancel
					</Button>
				</Row>
				<WhatMayBeSeen />
			</Card>
		</>
	);
}

function Asked({ label, scopes }: { label: string; scopes: string[] }) {
	if (scopes.length === 0) return null;
	return (
		<>
			<dt>{label}</dt>
			<Chips as="dd">
				{scopes.map((scope) => (
					<Chip key={scope}>{scope}</Chip>
				))}
			</Chips>
		</>
	);
}

function WhatMayBeSeen() {
	return (
		<details className={styles.help}>
			<summary>What you may see on that page, and what it means</summary>
			<ul>
				<li>A list of accounts: choose the portal you mean. The Hub ID stands beside its name.</li>
				<li>You said no, or closed the page: nobody tells this app. Press Cancel.</li>
				<li>
					The redirect URL does not match: register the address above, after "Redirect URL", in the app,
					letter by letter.
				</li>
				<li>
					A scope is unknown or missing in the app: add it to the app's own list first, or ask without it.
				</li>
				<li>You lack the right to install apps: send the address to an admin who sits at this computer.</li>
			</ul>
		</details>
	);
}
