import { useState } from "react";
import { EnvironmentBadge } from "../../domain/environment";
import type { CheckedToken, Connection } from "../../host/bindings";
import { dataCenterName, dayTime } from "../../lib/format";
import { Button } from "../../ui/button";
import { Note } from "../../ui/note";
import { Row } from "../../ui/row";
import { Select } from "../../ui/select";

const beside = "beside";

/** The portal is connected already: said before anything is stored, with what becomes of it. */
export function TokenPlace({
	checked,
	others,
	isPending,
	onKeep,
	onCancel,
}: {
	checked: CheckedToken;
	others: Connection[];
	isPending: boolean;
	onKeep: (place: string | null) => void;
	onCancel: () => void;
}) {
	const [place, setPlace] = useState(beside);
	const { identity, environment, renews, mayReplace } = checked;
	const rotated = others.filter(({ id }) => mayReplace.includes(id));
	const dataCenterText = dataCenterName(identity.dataCenter);
	return (
		<>
			<Note
				tone="info"
				announce
				title={
					<>
						The token works. It belongs to {identity.portalName} ({identity.hubId})
						{dataCenterText && `, ${dataCenterText}`} <EnvironmentBadge environment={environment} />
					</>
				}
			>
				{renews !== null
					? "This credential connects it already. That connection is renewed, and nothing else is added."
					: `The portal is connected already, ${others.map(howConnected).join(" and ")}. Nothing is stored yet.`}
			</Note>
			{renews === null && rotated.length > 0 && (
				<Select
					label="What becomes of it"
					choices={[
						{ id: beside, text: "Keep both: they are two credentials" },
						...rotated.map((one) => ({
							id: one.id,
							text: `Replace the one connected ${howConnected(one)}: its token was rotated`,
						})),
					]}
					value={place}
					onChange={setPlace}
				/>
			)}
			<Row gap="3">
				<Button kind="primary" isPending={isPending} onPress={() => onKeep(place === beside ? null : place)}>
					{renews !== null ? "Renew the connection" : place === beside ? "Connect it as well" : "Replace it"}
				</Button>
				<Button onPress={onCancel}>Cancel</Button>
			</Row>
		</>
	);
}

function howConnected({ credential, connectedAt }: Connection): string {
	return `${credential === "oauth" ? "by an OAuth app" : "by a token"} since ${dayTime(connectedAt)}`;
}
