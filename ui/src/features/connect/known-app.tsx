import { redirectUrls, serverWords } from "../../host/apps";
import type { InitialState, OauthApp } from "../../host/bindings";
import { copyText } from "../../host/mutations";
import { CopyButton } from "../../ui/copy-button";
import { Facts } from "../../ui/facts";
import { Row } from "../../ui/row";

/** An app of the list, and the portals it connects already. */
export function KnownApp({ app, state }: { app: OauthApp; state: InitialState }) {
	const portals = state.connections.filter((connection) => connection.app === app.id);
	return (
		<Facts>
			<dt>Client id</dt>
			<dd>
				<code>{app.clientId}</code>
			</dd>
			<dt>Server</dt>
			<dd>
				{serverWords(app)}
				{app.environment.kind === "demo" && (
					<p className="muted">
						The client secret goes to whatever program listens there, unencrypted. Use the secret of no app of
						HubSpot's.
					</p>
				)}
			</dd>
			<dt>Redirect URL</dt>
			<dd>
				{redirectUrls(app, state.settings).map((url) => (
					<Row key={url} gap="3">
						<code>{url}</code>
						<CopyButton iconOnly label={`Copy ${url}`} copy={() => copyText(url)} />
					</Row>
				))}
			</dd>
			<dt>Connects</dt>
			<dd>
				{portals.length === 0
					? "no portal yet"
					: portals.map(({ identity }) => `${identity.portalName} (${identity.hubId})`).join(", ")}
			</dd>
		</Facts>
	);
}
