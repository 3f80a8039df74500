import { useRef } from "react";
import type { Connection } from "../../../host/bindings";
import { useCommandKeys } from "../../../lib/command-keys";
import { isNumber, useRemembered } from "../../../lib/remembered";
import { Row } from "../../../ui/row";
import { SearchField } from "../../../ui/search-field";
import { Splitter } from "../../../ui/splitter";
import { Switch } from "../../../ui/switch";
import { CallList } from "../call-list";
import { useSlash } from "../use-slash";
import { OpenedEntry } from "./opened-entry";
import styles from "./opened-history.module.css";
import { useOpenedLook } from "./use-opened-look";

/** The calls of a report of somebody else, or of a HAR file: to be read, and tried elsewhere. */
export function OpenedHistory({ id, connections }: { id: string; connections: Connection[] }) {
	const look = useOpenedLook(id);
	const [share, setShare] = useRemembered("history.share", 42, isNumber);
	const frame = useRef<HTMLDivElement>(null);
	const focusSearch = () => frame.current?.querySelector<HTMLInputElement>('input[type="search"]')?.focus();
	const focusList = () => frame.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
	useCommandKeys({
		f: () => (document.activeElement?.closest("[data-entry]") ? false : focusSearch()),
	});
	useSlash(focusSearch);
	const close = () => {
		look.close();
		requestAnimationFrame(focusList);
	};
	const isOpen = look.entry !== null;
	return (
		<div className={styles.frame} ref={frame} data-open={isOpen || undefined}>
			<div className={styles.split} style={{ ["--share" as string]: `${share}%` }}>
				<section className={styles.list} aria-label="Calls" data-pane tabIndex={-1}>
					<Row gap="2">
						<div className={styles.search}>
							<SearchField
								label="Search the calls of this file"
								placeholder="Path, body, message, correlation id, note"
								value={look.lookup.text}
								onChange={(text) => look.find({ text })}
								onSubmit={focusList}
								maxLength={500}
							/>
						</div>
						<Switch isSelected={look.lookup.failures} onChange={(failures) => look.find({ failures })}>
							Only failures
						</Switch>
					</Row>
					<CallList look={look} connections={null} all={[]} onDelete={() => undefined} />
				</section>
				{look.entry !== null && (
					<>
						<Splitter
							label="Width of the list"
							value={share}
							min={28}
							max={68}
							step={2}
							onChange={setShare}
							toValue={(x, box) => ((x - box.left) / box.width) * 100}
						/>
						<OpenedEntry
							key={look.entry}
							report={id}
							call={look.entry}
							connections={connections}
							onClose={close}
						/>
					</>
				)}
			</div>
		</div>
	);
}
