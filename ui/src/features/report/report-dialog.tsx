import { useRef, useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { Connection, PersonalDataChoice, ReportChoice, ReportLink } from "../../host/bindings";
import { hasCode, toCommandError } from "../../host/errors";
import { prepareReport } from "../../host/mutations";
import { Button } from "../../ui/button";
import { Dialog } from "../../ui/dialog";
import { Note } from "../../ui/note";
import { ChoiceForm, type Chosen } from "./choice-form";
import { Preview } from "./preview";
import { ReportMaking } from "./report-making";
import { SaveReport } from "./save-report";
import { useLeavingOut } from "./use-leaving-out";
import { useReport } from "./use-report";
import { sinceOf } from "./words";

/** A report of a portal: chosen, made, looked through, saved. Nothing is sent. */
export function ReportDialog({
	connection,
	calls,
	asked,
	onClose,
}: {
	connection: Connection;
	/** These alone. Empty: all of a period. */
	calls: string[];
	/** What a link asks for. */
	asked: ReportLink | null;
	onClose: () => void;
}) {
	const [chosen, setChosen] = useState<Chosen>({
		period: asked?.period ?? "hour",
		personalData: "mask" satisfies PersonalDataChoice,
		endpoints: null,
	});
	const report = useReport();
	const { preview, making } = report;
	const leaving = useLeavingOut(report);
	const make = () => {
		const choice = choiceOf(connection.id, calls, chosen);
		report.make((progress) => prepareReport(choice, progress));
	};
	const isFirst = preview === null;
	const form = useRef<HTMLDivElement>(null);
	const back = () => {
		report.drop();
		leaving.reset();
		// The button that was pressed is gone.
		requestAnimationFrame(() => form.current?.querySelector("button")?.focus());
	};
	const error = making.error && !hasCode(making.error, "cancelled") ? making.error : null;
	return (
		<Dialog
			title={`Report of ${connection.identity.portalName} (${connection.identity.hubId})`}
			isOpen
			onClose={onClose}
			broad
			stays
			foot={
				isFirst ? (
					<>
						<Button onPress={onClose}>Close</Button>
						<Button kind="primary" onPress={make} isPending={making.isPending}>
							Make a preview
						</Button>
					</>
				) : (
					<>
						<Button onPress={back} isDisabled={making.isPending}>
							Back
						</Button>
						<Button onPress={onClose}>Close</Button>
						<SaveReport
							key={preview.id}
							preview={preview}
							isWaiting={making.isPending || leaving.isPending}
						/>
					</>
				)
			}
		>
			{asked?.note && (
				<Note tone="info" title="Somebody asks for this report, in their own words:" compact>
					<q>{asked.note}</q>
				</Note>
			)}
			{isFirst && !making.isPending && (
				<div ref={form}>
					<ChoiceForm chosen={chosen} onChange={setChosen} calls={calls.length} />
				</div>
			)}
			{making.isPending && <ReportMaking report={report} />}
			{making.isError && error === null && <p role="status">It was cancelled. Nothing was written.</p>}
			{error && <ErrorNote error={toCommandError(error)} />}
			{preview && <Preview report={report} preview={preview} leaving={leaving} />}
		</Dialog>
	);
}

function choiceOf(
	connection: string,
	calls: string[],
	{ period, personalData, endpoints }: Chosen,
): ReportChoice {
	const now = Date.now();
	const isPeriod = calls.length === 0;
	return {
		connection,
		since: isPeriod ? sinceOf(period, now) : null,
		// What is called while one looks at it is not in it.
		until: isPeriod ? new Date(now).toISOString() : null,
		calls,
		leftOut: [],
		personalData,
		masks: [],
		endpoints,
	};
}
