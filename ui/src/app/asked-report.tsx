import { useState } from "react";
import { EnvironmentBadge } from "../domain/environment";
import type { AskedPeriod, InitialState, ReportLink } from "../host/bindings";
import { closeDialog, makeReport, navigate } from "../navigation/navigation";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Note } from "../ui/note";
import { Select } from "../ui/select";
import { fitting, NoPortal, portalWords } from "./link-portal";

const title = "A link asks for a report";
const times: Record<AskedPeriod, string> = {
	hour: "the last hour",
	two_hours: "the last 2 hours",
	day: "the last 24 hours",
	all: "all that is kept",
};

/** Somebody asks for a report by a link: it fills in the form of one's own portal, and makes or sends nothing. */
export function AskedReport({
	link,
	state,
	openId,
}: {
	link: ReportLink;
	state: InitialState;
	openId: string | null;
}) {
	const portals = fitting(state.connections, link.portal);
	const [chosen, setChosen] = useState(openId);
	const target = portals.find(({ id }) => id === chosen) ?? portals[0];
	if (!target) return <NoPortal title={title} portal={link.portal} />;
	const open = () => {
		closeDialog();
		navigate({ kind: "portal", id: target.id });
		makeReport(target.id, [], link);
	};
	return (
		<Dialog
			title={title}
			isOpen
			onClose={closeDialog}
			wide
			foot={
				<>
					<Button onPress={closeDialog}>Do not open</Button>
					<Button kind="primary" onPress={open}>
						Fill in the form
					</Button>
				</>
			}
		>
			<p>
				It came from outside Portalscope. Nothing is made or sent: the form is filled in, and waits for you.
				You look through the report, save it, and send it yourself to whom you know.
			</p>
			{link.note !== null && (
				<Note tone="info" title="Who asks says:" compact>
					<q>{link.note}</q>
				</Note>
			)}
			{link.period !== null && <p>It asks for the calls of {times[link.period]}.</p>}
			{portals.length > 1 && (
				<Select
					label="Portal"
					choices={portals.map((one) => ({ id: one.id, text: portalWords(one) }))}
					value={target.id}
					onChange={setChosen}
				/>
			)}
			<p>
				The report would be of {portalWords(target)} <EnvironmentBadge environment={target.environment} />
			</p>
		</Dialog>
	);
}
