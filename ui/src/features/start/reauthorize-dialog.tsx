import { useState } from "react";
import { Button } from "../../components/button";
import { Chip } from "../../components/chip";
import { Dialog } from "../../components/dialog";
import { ErrorNote } from "../../components/error-note";
import { count } from "../../components/format";
import { Checkbox } from "../../components/switch";
import { type Connection, commands } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import styles from "./start.module.css";
import { useBeginConsent } from "./use-consent";

/** Shows exactly what will be asked before the browser opens. */
export function ReauthorizeDialog({
	connection,
	extraScopes,
	onClose,
}: {
	connection: Connection;
	extraScopes: string[];
	onClose: () => void;
}) {
	const [left, setLeft] = useState<string[]>([]);
	const begin = useBeginConsent();
	const asked = extraScopes.filter((scope) => !left.includes(scope));
	const held = connection.grantedScopes ?? [];
	const go = () =>
		begin.mutate(() => commands.beginReconnection(connection.id, asked), { onSuccess: onClose });
	const name = `${connection.identity.portalName} (${connection.identity.hubId})`;
	return (
		<Dialog
			title={extraScopes.length > 0 ? `Ask ${name} for more scopes` : `Connect ${name} again`}
			isOpen
			onClose={onClose}
			wide
			foot={
				<>
					<Button onPress={onClose}>Cancel</Button>
					<Button kind="primary" onPress={go} isPending={begin.isPending}>
						Continue in the browser
					</Button>
				</>
			}
		>
			{begin.error && <ErrorNote error={toCommandError(begin.error)} />}
			<p>
				The consent page will ask for {count(held.length + asked.length, "scope")}. Choose the same portal
				there: another one is refused. The connection you have stays until the new one is granted.
			</p>
			{extraScopes.length > 0 && (
				<section className={styles.scopes} aria-label="New">
					<h3>New</h3>
					{extraScopes.map((scope) => (
						<Checkbox
							key={scope}
							isSelected={!left.includes(scope)}
							onChange={(on) => setLeft(on ? left.filter((held) => held !== scope) : [...left, scope])}
						>
							<code>{scope}</code>
						</Checkbox>
					))}
					<p className="muted">
						The app at HubSpot must list these scopes too, or the consent page refuses them.
					</p>
				</section>
			)}
			<section className={styles.scopes} aria-label="Held already">
				<h3>Held already ({held.length})</h3>
				<div className={styles.chips}>
					{held.map((scope) => (
						<Chip key={scope}>{scope}</Chip>
					))}
				</div>
			</section>
		</Dialog>
	);
}
