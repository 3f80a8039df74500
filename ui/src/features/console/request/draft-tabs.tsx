import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Method } from "../../../domain/method";
import {
	addEmptyDraft,
	closeDraft,
	type OpenDraft,
	selectDraft,
	useDrafts,
} from "../../../domain/request-draft";
import { IconButton } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { Tab, TabList, TabPanel, Tabs } from "../../../ui/tabs";
import styles from "./draft-tabs.module.css";

/** The requests that are open on a portal, and the one that is shown. With a single one there is nothing to choose. */
export function DraftTabs({ connectionId, children }: { connectionId: string; children: ReactNode }) {
	const { open, active } = useDrafts(connectionId);
	if (open.length === 1) return <div className={styles.shown}>{children}</div>;
	const close = () => closeDraft(connectionId, active);
	return (
		<Tabs selected={active} onSelect={(id) => selectDraft(connectionId, id)} className={styles.frame}>
			<Row between>
				<div className={styles.bar}>
					<TabList aria-label="Open requests" onDelete={close}>
						{open.map((one) => (
							<Tab key={one.id} id={one.id} className={styles.tab}>
								<Name of={one} />
							</Tab>
						))}
					</TabList>
				</div>
				<Row>
					<IconButton label="New request" onPress={() => addEmptyDraft(connectionId)}>
						<Plus aria-hidden />
					</IconButton>
					<IconButton label="Close this request" onPress={close}>
						<X aria-hidden />
					</IconButton>
				</Row>
			</Row>
			<TabPanel id={active} className={styles.shown}>
				{children}
			</TabPanel>
		</Tabs>
	);
}

function Name({ of: { name, draft } }: { of: OpenDraft }) {
	return (
		<span className={styles.name} title={name ?? draft.path}>
			<Method>{draft.method}</Method> {name ?? shortName(draft.path)}
		</span>
	);
}

// The end of a path tells two requests apart, not its beginning.
export function shortName(path: string): string {
	const parts = path.split("?", 1)[0]?.split("/").filter(Boolean) ?? [];
	if (parts.length === 0) return "New request";
	return parts.length > 2 ? `…/${parts.slice(-2).join("/")}` : path;
}
