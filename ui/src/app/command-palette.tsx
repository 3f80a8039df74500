import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
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
import type { InitialState } from "../host/bindings";
import { searchOperations } from "../host/queries";
import { useDebounced } from "../lib/debounced";
import { AutocompleteField } from "../ui/autocomplete-field";
import layer from "../ui/layer.module.css";
import styles from "./app.module.css";
import { type Entry, entriesFor, type PaletteNav } from "./palette-entries";
import { usePaletteActions } from "./portal-actions";

/** One box for everything: portals, views, actions and endpoints. */
export function CommandPalette({
	onClose,
	...rest
}: {
	onClose: () => void;
	state: InitialState;
	openId: string | null;
	nav: PaletteNav;
	onSheet: () => void;
}) {
	return (
		<ModalOverlay
			isOpen
			onOpenChange={(open) => !open && onClose()}
			isDismissable
			className={`${layer.veil} ${layer.high}`}
		>
			<Modal className={`${layer.modal} ${layer.wide}`}>
				<Dialog aria-label="Command palette" className={layer.bare ?? ""}>
					<PaletteBody onClose={onClose} {...rest} />
				</Dialog>
			</Modal>
		</ModalOverlay>
	);
}

function PaletteBody({
	onClose,
	state,
	openId,
	nav,
	onSheet,
}: {
	onClose: () => void;
	state: InitialState;
	openId: string | null;
	nav: PaletteNav;
	onSheet: () => void;
}) {
	const [words, setWords] = useState("");
	const settled = useDebounced(words.trim(), 120);
	const search = useQuery({ ...searchOperations(settled, openId, 12), enabled: settled !== "" });
	const found = settled === "" || words.trim() === "" ? [] : (search.data ?? []);
	const more = usePaletteActions(state, openId);
	const sections = entriesFor({ words, state, openId, nav, onSheet, operations: found, more });
	useEscape(onClose);
	const act = (entry: Entry) => {
		onClose();
		entry.act();
	};
	return (
		<Autocomplete inputValue={words} onInputChange={setWords}>
			<div className={styles.paletteSearch}>
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
					<MenuSection id={section.title} className={styles.paletteSection ?? ""}>
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

// Before the search box hears of it, which would only empty itself.
function useEscape(onClose: () => void) {
	useEffect(() => {
		const key = (event: KeyboardEvent) => {
			if (event.key !== "Escape" || event.isComposing) return;
			event.preventDefault();
			event.stopPropagation();
			onClose();
		};
		window.addEventListener("keydown", key, true);
		return () => window.removeEventListener("keydown", key, true);
	}, [onClose]);
}
