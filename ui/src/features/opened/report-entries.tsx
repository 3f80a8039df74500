import { useQueryClient } from "@tanstack/react-query";
import { FolderOpen, MessageCircleQuestion } from "lucide-react";
import { openDialog } from "../../navigation/navigation";
import { MenuEntries } from "../../ui/menu-entries";
import type { OpenedMenu } from "../../ui/menu-trigger";
import { openReport } from "./open-file";

/** The ways to a report of somebody else. */
export function ReportEntries({ opened }: { opened: OpenedMenu }) {
	const client = useQueryClient();
	const entries = [
		{
			id: "open",
			text: "Open a report or a HAR file…",
			picture: <FolderOpen aria-hidden />,
			act: () => void openReport(client),
		},
		{
			id: "ask",
			text: "Ask for a report…",
			picture: <MessageCircleQuestion aria-hidden />,
			act: () => openDialog({ kind: "ask_report" }),
		},
	];
	return <MenuEntries label="Reports" opened={opened} entries={entries} />;
}
