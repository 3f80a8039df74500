import { Copy, EllipsisVertical, Link, ListChecks, Pencil, Trash2 } from "lucide-react";
import { chooseApp } from "../../domain/connect-draft";
import { EnvironmentBadge } from "../../domain/environment";
import { redirectUrls, serverWords } from "../../host/apps";
import type { InitialState, OauthApp } from "../../host/bindings";
import { copyOauthAppLink, copyText } from "../../host/mutations";
import { toastError } from "../../host/toast-error";
import { count, dataCenterName } from "../../lib/format";
import { navigate } from "../../navigation/navigation";
import { Badge } from "../../ui/badge";
import { Button, IconButton } from "../../ui/button";
import { Card } from "../../ui/card";
import { CopyButton } from "../../ui/copy-button";
import { Facts } from "../../ui/facts";
import { Menu } from "../../ui/menu";
import { Row } from "../../ui/row";
import { showToast } from "../../ui/toast";
import styles from "./app-card.module.css";

/** A card is no list of portals; the rail is, and groups them by app. */
const most = 8;

/** One app, with the portals it connects. */
export function AppCard({
	app,
	state,
	onEdit,
	onDuplicate,
	onDeclare,
	onDelete,
}: {
	app: OauthApp;
	state: InitialState;
	onEdit: () => void;
	onDuplicate: () => void;
	onDeclare: () => void;
	onDelete: () => void;
}) {
	const portals = state.connections.filter((connection) => connection.app === app.id);
	return (
		<Card
			title={app.name}
			aside={
				<Row>
					{!app.hasSecret && <Badge tone="warn">NO SECRET</Badge>}
					{app.sessionOnly && <Badge tone="neutral">THIS SESSION</Badge>}
					{app.environment.kind === "demo" && <Badge tone="demo">DEMO</Badge>}
					<Button small onPress={() => connectWith(app)} aria-label={`Connect a portal with ${app.name}`}>
						Connect a portal
					</Button>
					<Menu
						label={`Actions of ${app.name}`}
						trigger={
							<IconButton label={`Actions of ${app.name}`}>
								<EllipsisVertical aria-hidden />
							</IconButton>
						}
						entries={[
							{ id: "edit", text: "Edit…", picture: <Pencil aria-hidden />, act: onEdit },
							{
								id: "declare",
								text: "Declared scopes…",
								picture: <ListChecks aria-hidden />,
								act: onDeclare,
							},
							{ id: "copy", text: "Duplicate…", picture: <Copy aria-hidden />, act: onDuplicate },
							{ id: "link", text: "Copy link", picture: <Link aria-hidden />, act: () => copyLink(app) },
							{
								id: "delete",
								text: "Delete…",
								picture: <Trash2 aria-hidden />,
								dangerous: true,
								act: onDelete,
							},
						]}
					/>
				</Row>
			}
		>
			<Facts>
				<dt>Client id</dt>
				<dd className={styles.copied}>
					<code>{app.clientId}</code>
					<CopyButton
						iconOnly
						label={`Copy the client id of ${app.name}`}
						copy={() => copyText(app.clientId)}
					/>
				</dd>
				<dt>Server</dt>
				<dd>{serverWords(app)}</dd>
				<dt>Redirect URL</dt>
				<dd>
					{redirectUrls(app, state.settings).map((url) => (
						<div key={url}>
							<code>{url}</code>
						</div>
					))}
				</dd>
				<dt>Asks for</dt>
				<dd>
					{count(app.scopes.length, "required scope")}, {count(app.optionalScopes.length, "optional scope")}
				</dd>
				<dt>Declares at HubSpot</dt>
				<dd>{declaredWords(app)}</dd>
				<dt>Connects</dt>
				<dd>
					{portals.length === 0 && "no portal yet"}
					{portals
						.slice(0, portals.length > most + 1 ? most : portals.length)
						.map(({ id, identity, environment }) => (
							<div key={id}>
								{identity.portalName} (<span className="mono">{identity.hubId}</span>
								{identity.dataCenter && `, ${dataCenterName(identity.dataCenter)}`}){" "}
								<EnvironmentBadge environment={environment} />
							</div>
						))}
					{portals.length > most + 1 && `and ${(portals.length - most).toLocaleString("en-GB")} more`}
				</dd>
			</Facts>
			{!app.kept && <p className="muted">Removed with its last portal, unless you edit and save it once.</p>}
		</Card>
	);
}

function declaredWords({ declared }: OauthApp): string {
	if (declared === null) return "not entered";
	const { required, optional, conditionallyRequired } = declared;
	return `${count(required.length, "scope")} required, ${optional.length} optional, ${conditionallyRequired.length} conditionally required`;
}

function connectWith(app: OauthApp) {
	chooseApp(app);
	navigate({ kind: "connect" });
}

function copyLink(app: OauthApp) {
	copyOauthAppLink(app.id).then(
		() => showToast("ok", `A link to ${app.name} is on the clipboard.`, "It holds no secret."),
		toastError,
	);
}
