import { useState } from "react";
import { fillFromLink } from "../domain/connect-draft";
import { EnvironmentBadge } from "../domain/environment";
import { ErrorNote } from "../domain/error-note";
import { Method, Path } from "../domain/method";
import { openRequest } from "../domain/request-draft";
import type { ArrivedLink, ConnectLink, InitialState, RequestLink } from "../host/bindings";
import { closeDialog, navigate } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Select } from "../ui/select";
import { AskedReport } from "./asked-report";
import { KeySheet } from "./key-sheet";
import styles from "./link-dialog.module.css";
import { fitting, NoPortal, portalWords } from "./link-portal";

type Props = { state: InitialState; openId: string | null };

/**
 * A link from outside is confirmed first, and nothing is sent. No button has the focus, so that Enter, typed when the
 * link arrives, does not confirm it.
 */
export function LinkDialog({ arrived, ...props }: Props & { arrived: ArrivedLink }) {
	switch (arrived.kind) {
		case "refused":
			return (
				<Dialog
					title="A link was refused"
					isOpen
					onClose={closeDialog}
					foot={<Button onPress={closeDialog}>Close</Button>}
				>
					<ErrorNote error={arrived.error} />
				</Dialog>
			);
		case "request":
			return <RequestDialog link={arrived.link} {...props} />;
		case "report":
			return <AskedReport link={arrived.link} {...props} />;
		case "connect":
			return <ConnectDialog link={arrived.link} state={props.state} />;
	}
}

function RequestDialog({ link, state, openId }: Props & { link: RequestLink }) {
	const portals = fitting(state.connections, link.portal);
	const first = portals.find(({ id }) => id === openId) ?? portals[0];
	const [chosen, setChosen] = useState(first?.id ?? "");
	const target = portals.find(({ id }) => id === chosen) ?? first;
	if (!target) return <NoPortal title="A link wants to open a request" portal={link.portal} />;
	const open = () => {
		openRequest(target.id, link);
		closeDialog();
		navigate({ kind: "portal", id: target.id, tab: "console" });
	};
	return (
		<Dialog
			title="A link wants to open a request"
			isOpen
			onClose={closeDialog}
			wide
			foot={
				<>
					<Button onPress={closeDialog}>Do not open</Button>
					<Button kind="primary" onPress={open}>
						Open in the Console
					</Button>
				</>
			}
		>
			<p>
				It came from outside Portalscope. Nothing is sent: the request is put into the Console in the place of
				the one that is there, and waits for you.
			</p>
			<p className={styles.linkCall}>
				<Method>{link.method}</Method> <Path text={link.path} />
			</p>
			<ul className={styles.linkFacts}>
				{link.query.map(({ name, value }, at) => (
					<li key={at}>
						<code>{`${name} = ${value}`}</code>
					</li>
				))}
			</ul>
			{link.body !== null && <pre className={styles.linkBody}>{link.body}</pre>}
			{portals.length > 1 && (
				<Select
					label="Portal"
					choices={portals.map((one) => ({ id: one.id, text: portalWords(one) }))}
					value={target.id}
					onChange={setChosen}
				/>
			)}
			<p>
				It opens in {portalWords(target)} <EnvironmentBadge environment={target.environment} />
			</p>
		</Dialog>
	);
}

function ConnectDialog({ link, state }: Pick<Props, "state"> & { link: ConnectLink }) {
	const app = state.oauthApps.find(({ id }) => id === link.app);
	const fill = () => {
		fillFromLink(link, app);
		closeDialog();
		navigate({ kind: "connect" });
	};
	const scopes = [...(link.scopes ?? []), ...(link.optionalScopes ?? [])];
	return (
		<Dialog
			title="A link wants to fill in the form to connect a portal"
			isOpen
			onClose={closeDialog}
			wide
			foot={
				<>
					<Button onPress={closeDialog}>Do not fill in</Button>
					<Button kind="primary" onPress={fill}>
						Fill in the form
					</Button>
				</>
			}
		>
			<p>
				It came from outside Portalscope. Nothing is started: the form is filled in, and waits for you. Only
				paste the secret of an app that you know.
			</p>
			<KeySheet>
				{app && <Fact name="App" value={app.name} />}
				{link.clientId !== null && <Fact name="Client id" value={link.clientId} />}
				{scopes.length > 0 && <Fact name="Scopes" value={scopes.join(" ")} />}
				{link.hublet !== null && <Fact name="Data centre" value={link.hublet} />}
				{link.portal !== null && <Fact name="Hub ID" value={link.portal} />}
			</KeySheet>
		</Dialog>
	);
}

function Fact({ name, value }: { name: string; value: string }) {
	return (
		<div>
			<dt>{name}</dt>
			<dd>
				<code>{value}</code>
			</dd>
		</div>
	);
}
