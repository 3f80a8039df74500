import { TriangleAlert } from "lucide-react";
import { EnvironmentBadge } from "../../../domain/environment";
import type { Confirmation, Connection } from "../../../host/bindings";
import { Button } from "../../../ui/button";
import { Dialog } from "../../../ui/dialog";
import { useTypedConfirmation } from "../../../ui/typed-confirmation";
import { FullUrl } from "../full-url";
import type { Asked } from "./use-confirmed-send";

/**
 * The last step before a call that takes something away. Nothing is sent by Enter: the focus begins on Cancel or in the
 * field, which belongs to no form.
 */
export function ConfirmDialog({
	connection,
	asked: { draft, url, required },
	onConfirm,
	onClose,
}: {
	connection: Connection;
	asked: Asked;
	onConfirm: (confirmation: Confirmation) => void;
	onClose: () => void;
}) {
	const { portalName, hubId } = connection.identity;
	const isTyped = required.step === "hub_id";
	// The host compares as well; here the answer comes before anything is sent.
	const { typed, isMet, field } = useTypedConfirmation({
		label: `Type the Hub ID ${hubId} to go on`,
		wanted: hubId,
		wrong: `This is not the Hub ID of ${portalName}. Nothing was sent.`,
		isNumber: true,
	});
	const press = () => {
		if (!isTyped) onConfirm({ kind: "given" });
		else if (isMet()) onConfirm({ kind: "hub_id", typed });
	};
	return (
		<Dialog
			role="alertdialog"
			title={`${required.act}?`}
			isOpen
			onClose={onClose}
			foot={
				<>
					<Button onPress={onClose} autoFocus={!isTyped}>
						Cancel
					</Button>
					<Button kind={required.reason === "destructive" ? "danger" : "primary"} onPress={press}>
						<TriangleAlert aria-hidden />
						{required.act}
					</Button>
				</>
			}
		>
			<p>
				<EnvironmentBadge environment={connection.environment} long /> {portalName} · Hub ID{" "}
				<span className="mono">{hubId}</span>
			</p>
			<p>{required.sentence}</p>
			<FullUrl>
				<code>
					{draft.method} {url}
				</code>
			</FullUrl>
			{isTyped && field}
		</Dialog>
	);
}
