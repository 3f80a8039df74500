import { FileText } from "lucide-react";
import { Button, IconButton } from "../../ui/button";
import { lazyPart } from "../../ui/lazy-part";
import { MenuTrigger } from "../../ui/menu-trigger";
import { OpenedList } from "./opened-list";
import styles from "./rail-reports.module.css";

const ReportEntries = lazyPart(async () => (await import("./report-entries")).ReportEntries);

/** The reports of others in the rail: the ways to them, and those that are open. */
export function RailReports({ isNarrow }: { isNarrow: boolean }) {
	const picture = <FileText aria-hidden />;
	return (
		<section aria-label="Reports" className={`${styles.reports} ${isNarrow ? styles.narrow : ""}`}>
			<MenuTrigger
				trigger={
					isNarrow ? (
						<IconButton label="Reports">{picture}</IconButton>
					) : (
						<Button kind="quiet">{picture}Reports…</Button>
					)
				}
			>
				{(opened) => <ReportEntries opened={opened} onFault={opened.onFault} />}
			</MenuTrigger>
			<OpenedList isNarrow={isNarrow} />
		</section>
	);
}
