import { type RefObject, useEffect, useRef, useState } from "react";
import {
	Autocomplete,
	Collection,
	Dialog,
	Header,
	Menu,
	MenuItem,
	MenuSection,
	Modal,
	ModalOverlay,
} from "react-aria-components";
import { useOwnPaste } from "../domain/use-own-paste";
import { VerdictMark } from "../domain/verdict";
import type { InitialState, PasteSource } from "../host/bindings";
import { pastedIntoPath, pasteSource } from "../host/paste";
import { toastError } from "../host/toast-error";
import { closeDialog } from "../navigation/navigation";
import { AutocompleteField } from "../ui/autocomplete-field";
import layer from "../ui/layer.module.css";
import styles from "./command-palette.module.css";
import { type Entry, modeHints } from "./palette-modes";
import { showImport } from "./show-import";
import { usePaletteSections } from "./use-palette-sections";

/** One box for everything: portals, views, actions, endpoints, calls, causes and help. */
export function CommandPalette(props: { state: InitialState; openId: string | null }) {
	return (
		<ModalOverlay
			isOpen
			onOpenChange={(open) => !open && closeDialog()}
			isDismissable
			className={`${layer.veil} ${layer.high}`}
		>
			<Modal className={`${layer.modal} ${layer.wide}`}>
				<Dialog aria-label="Command palette" className={layer.bare ?? ""}>
					<PaletteBody {...props} />
				</Dialog>
			</Modal>
		</ModalOverlay>
	);
}

function PaletteBody({ state, openId }: { state: InitialState; openId: string | null }) {
	const [typed, setTyped] = useState("");
	const search = useRef<HTMLDivElement>(null);
	const paste = (source: PasteSource) => pasteHere(source, (text) => setTyped(typed + text));
	useOwnPaste(search, () => paste(pasteSource()));
	const sections = usePaletteSections({
		typed,
		state,
		openId,
		type: setTyped,
		paste: () => paste("clipboard"),
	});
	const act = (entry: Entry, done: () => void) => {
		if (!entry.keepsOpen) closeDialog();
		done();
	};
	usePaletteKeys(search, (id) => {
		const entry = sections.flatMap(({ entries }) => entries).find((one) => one.id === id);
		if (entry?.second) act(entry, entry.second);
	});
	return (
		<Autocomplete inputValue={typed} onInputChange={setTyped}>
			<div className={styles.paletteSearch} ref={search} data-own-paste>
				<AutocompleteField
					label="Search portals, endpoints, views and actions"
					placeholder="What do you want to do? Also: contact 1000000101, a path, an error"
				/>
			</div>
			<Menu
				aria-label="Results"
				className={`${layer.list} ${styles.paletteList}`}
				items={sections}
				shouldCloseOnSelect={false}
				renderEmptyState={() => <p className={styles.paletteEmpty}>Nothing fits these words.</p>}
			>
				{(section) => (
					<MenuSection id={section.title}>
						<Header className={styles.paletteHeader ?? ""}>{section.title}</Header>
						<Collection items={section.entries}>
							{(entry) => (
								<MenuItem
									id={entry.id}
									textValue={entry.text}
									className={layer.item ?? ""}
									isDisabled={Boolean(entry.why)}
									onAction={() => act(entry, entry.act)}
								>
									<Shown entry={entry} />
								</MenuItem>
							)}
						</Collection>
					</MenuSection>
				)}
			</Menu>
			<Hints />
		</Autocomplete>
	);
}

function Shown({ entry }: { entry: Entry }) {
	const { text, detail, isCode, keys, verdict } = entry;
	return (
		<>
			<span className={styles.paletteText}>{text}</span>
			<span className={`${styles.paletteDetail} muted ${isCode ? "mono" : ""}`}>{detail}</span>
			{verdict && <VerdictMark kind={verdict.kind} probable={verdict.probable} />}
			{keys && <kbd>{keys}</kbd>}
		</>
	);
}

function Hints() {
	return (
		<p className={styles.paletteHints}>
			{modeHints.map(({ key, what }) => (
				<span key={key}>
					<kbd>{key}</kbd> {what}
				</span>
			))}
			<span className={styles.paletteKeys}>
				<kbd>Enter</kbd> opens <kbd>Ctrl Enter</kbd> an endpoint in Scopes
			</span>
		</p>
	);
}

// A request that is pasted here is opened, as everywhere; a path is searched for.
async function pasteHere(source: PasteSource, insert: (text: string) => void) {
	try {
		const pasted = await pastedIntoPath(source);
		if (pasted.kind === "path") insert(pasted.text.text);
		else showImport(pasted, source);
	} catch (thrown) {
		toastError(thrown);
	}
}

/** Escape, before the search box hears of it, which would only empty itself; and the key for the second act. */
function usePaletteKeys(search: RefObject<HTMLDivElement | null>, second: (id: string) => void) {
	const latest = useRef(second);
	latest.current = second;
	useEffect(() => {
		const key = (event: KeyboardEvent) => {
			if (event.isComposing) return;
			const isSecond = event.key === "Enter" && (event.ctrlKey || event.metaKey);
			if (event.key !== "Escape" && !isSecond) return;
			event.preventDefault();
			event.stopPropagation();
			if (!isSecond) return closeDialog();
			const active = search.current?.querySelector("input")?.getAttribute("aria-activedescendant");
			const item = active ? document.getElementById(active) : null;
			if (item?.dataset.key) latest.current(item.dataset.key);
		};
		window.addEventListener("keydown", key, true);
		return () => window.removeEventListener("keydown", key, true);
	}, [search]);
}
