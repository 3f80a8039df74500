import type { OpenedReport, ReportFacts } from "../../host/bindings";

/** A file may lack some fields; what the host has read of it has them all. */
export type Whole<T> = T extends (infer One)[]
	? Whole<One>[]
	: T extends object
		? { [Name in keyof T]-?: Whole<Exclude<T[Name], undefined>> }
		: T;

export type Facts = Whole<ReportFacts>;

/** What a report tells beside its calls. `null`: it is a HAR file. */
export const factsOf = ({ file }: OpenedReport): Facts | null =>
	file.kind === "report" ? (file.facts as Facts) : null;

/** The portal's name; of what tells none that of the file. */
export const nameOf = (report: OpenedReport): string =>
	factsOf(report)?.connection.portalName || report.fileName;

/** HubSpot's words without their underscores: "developer test". */
export const plain = (word: string): string => word.replaceAll("_", " ");
