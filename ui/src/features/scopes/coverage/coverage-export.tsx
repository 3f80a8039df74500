import { useMutation } from "@tanstack/react-query";
import { Copy, Download } from "lucide-react";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { CoverageFormat, CoverageMatrix } from "../../../host/bindings";
import { hasCode, toCommandError } from "../../../host/errors";
import { Channel, cancelExport, copyCoverage, exportCoverage } from "../../../host/mutations";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Menu } from "../../../ui/menu";
import styles from "./coverage-export.module.css";

/** The matrix in a file or on the clipboard. The host asks where to and writes it. */
export function CoverageExport({ matrix }: { matrix: CoverageMatrix }) {
	const [written, setWritten] = useState(0);
	const save = useMutation({
		mutationFn: (format: CoverageFormat) => {
			setWritten(0);
			const progress = new Channel<number>();
			progress.onmessage = setWritten;
			return exportCoverage(matrix.id, format, progress);
		},
	});
	const copy = useMutation({
		mutationFn: (format: CoverageFormat) => copyCoverage(matrix.id, format),
	});
	const error = [save.error, copy.error].find((one) => one !== null && !hasCode(one, "cancelled"));
	return (
		<>
			<Menu
				label="Export the matrix"
				entries={[
					{
						id: "csv",
						text: "Save as CSV…",
						picture: <Download aria-hidden />,
						act: () => save.mutate("csv"),
					},
					{
						id: "md",
						text: "Save as Markdown…",
						picture: <Download aria-hidden />,
						act: () => save.mutate("markdown"),
					},
					{
						id: "copy-csv",
						text: "Copy as CSV",
						picture: <Copy aria-hidden />,
						act: () => copy.mutate("csv"),
					},
					{
						id: "copy-md",
						text: "Copy as Markdown",
						picture: <Copy aria-hidden />,
						act: () => copy.mutate("markdown"),
					},
				]}
				trigger={
					<Button small isPending={save.isPending}>
						<Download aria-hidden />
						Export
					</Button>
				}
			/>
			<span role="status" className="muted">
				{save.isPending && written > 0 && `${count(written, "row")} of ${matrix.rows.length} written`}
				{save.data && `Saved ${save.data.fileName}`}
				{copy.isSuccess && !save.isPending && "Copied"}
			</span>
			{save.isPending && written > 0 && (
				<Button small onPress={() => void cancelExport(matrix.id)}>
					Cancel
				</Button>
			)}
			{error && (
				<div className={styles.wide}>
					<ErrorNote error={toCommandError(error)} />
				</div>
			)}
		</>
	);
}
