import { useQuery } from "@tanstack/react-query";
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
import type { InitialState } from "../host/bindings";
import { pastedIntoPath, pasteSource } from "../host/paste";
import { causePages } from "../host/queries/diagnosis";
import { searchOperations } from "../host/queries/verdicts";
import { toastError } from "../host/toast-error";
import { useDebounced } from "../lib/debounced";
import { closeDialog } from "../navigation/navigation";
import { AutocompleteField } from "../ui/autocomplete-field";
import layer from "../ui/layer.module.css";
import styles from "./command-palette.module.css";
import { type Entry, entriesFor } from "./palette-entries";
import { usePaletteActions } from "./portal-actions";
import { showImport } from "./show-import";

const mostCauses = 5;

/** One box for everything: portals, views, actions, endpoints and causes. */
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
	const [words, setWords] = useState("");
	const settled = useDebounced(words.trim(), 120);
	const operations = useQuery({ ...searchOperations(settled, openId, 12), enabled: settled !== "" });
	const causes = useQuery({ ...causePages(settled), enabled: settled !== "" });
	const isSearched = settled !== "" && words.trim() !== "";
	const found = isSearched ? (operations.data ?? []) : [];
	const pages = isSearched ? (causes.data ?? []).slice(0, mostCauses) : [];
	const search = useRef<HTMLDivElement>(null);
	usePalettePaste(search, (text) => setWords(words + text));
	const more = usePaletteActions(state, openId);
	const sections = entriesFor({ words, state, openId, operations: found, causes: pages, more });
	useEscape();
	const act = (entry: Entry) => {
		closeDialog();
		entry.act();
	};
	return (
		<Autocomplete inputValue={words} onInputChange={setWords}>
			<div className={styles.paletteSearch} ref={search} data-own-paste>
				<AutocompleteField
					label="Search portals, endpoints, views and actions"
					placeholder="Portal, endpoint, view or action"
				/>
			</div>
			<Menu
				aria-label="Results"
				className={`${layer.list} ${styles.paletteList}`}
				items={sections}
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
									onAction={() => act(entry)}
								>
									<span className={styles.paletteText}>{entry.text}</span>
									<span className={`muted ${entry.isCode ? "mono" : ""}`}>{entry.detail}</span>
								</MenuItem>
							)}
						</Collection>
					</MenuSection>
				)}
			</Menu>
		</Autocomplete>
	);
}

// A request that is pasted here is opened, as everywhere; a path is searched for.
function usePalettePaste(search: RefObject<HTMLDivElement | null>, insert: (text: string) => void) {
	useOwnPaste(search, async () => {
		try {
			const source = pasteSource();
			const pasted = await pastedIntoPath(source);
			if (pasted.kind === "path") insert(pasted.text.text);
			else showImport(pasted, source);
		} catch (thrown) {
			toastError(thrown);
		}
	});
}

// Before the search box hears of it, which would only empty itself.
function useEscape() {
	useEffect(() => {
		const key = (event: KeyboardEvent) => {
			if (event.key !== "Escape" || event.isComposing) return;
			event.preventDefault();
			event.stopPropagation();
			closeDialog();
		};
		window.addEventListener("keydown", key, true);
		return () => window.removeEventListener("keydown", key, true);
	}, []);
}
