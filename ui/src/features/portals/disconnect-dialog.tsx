import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { EnvironmentBadge } from "../../domain/environment";
import { FormError } from "../../domain/form-error";
import type { Connection, DisconnectReport } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { disconnect } from "../../host/mutations";
import { count } from "../../lib/format";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Checkbox } from "../../ui/switch";
import { showToast } from "../../ui/toast";
import styles from "./disconnect-dialog.module.css";

/** Says what goes before it goes, and what went afterwards. */
export function DisconnectDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
	const [revoke, setRevoke] = useState(false);
	const [forgets, setForgets] = useState(false);
	const name = `${connection.identity.portalName} (${connection.identity.hubId})`;
	const canRevoke = connection.credential === "oauth";
	const leave = useMutation({
		mutationFn: () => disconnect(connection.id, canRevoke && revoke, forgets ? "delete" : "keep"),
		onSuccess: (report) => {
			tell(name, report);
			onClose();
		},
	});
	return (
		<Dialog
			role="alertdialog"
			title={`Disconnect ${name}`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose} autoFocus>
						Keep it
					</Button>
					<Button kind="danger" onPress={() => leave.mutate()} isPending={leave.isPending}>
						Disconnect
					</Button>
				</>
			}
		>
			{leave.error && <FormError error={toCommandError(leave.error)} />}
			<div>
				<p>
					<EnvironmentBadge environment={connection.environment} /> This removes from this computer:
				</p>
				<ul className={styles.bullets}>
					<li>every secret of this connection: {secretWords(connection)}</li>
					<li>the connection itself, with what is remembered of its portal</li>
				</ul>
				<p className="muted">Nothing in the portal is changed.</p>
			</div>
			{connection.sessionOnly ? (
				<p className="muted">Its history is in memory only and goes, too.</p>
			) : (
				<Checkbox isSelected={forgets} onChange={setForgets}>
					Also delete its history: otherwise it is kept until it ages out, and can be deleted in Settings
				</Checkbox>
			)}
			{canRevoke ? (
				<Checkbox isSelected={revoke} onChange={setRevoke}>
					Also revoke at the server: the refresh token then works nowhere any more
				</Checkbox>
			) : (
				<p className="muted">
					The token itself stays valid at HubSpot. To end it, delete it in the portal's settings.
				</p>
			)}
		</Dialog>
	);
}

function secretWords(connection: Connection): string {
	if (connection.credential !== "oauth") return "the token";
	return "access token and refresh token; the client secret too, unless its app is kept under OAuth apps";
}

function tell(name: string, report: DisconnectReport) {
	const removed = `${count(report.secretsRemoved, "secret")} removed.`;
	const tone = report.revoked === "failed" ? "warn" : "ok";
	showToast(tone, `Disconnected from ${name}.`, `${removed} ${report.message}`.trim());
}
