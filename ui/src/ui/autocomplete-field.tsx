import { Search } from "lucide-react";
import { Input, SearchField } from "react-aria-components";
import styles from "./field.module.css";

/** The search box of an `Autocomplete`, which gives it its words and hears of its keys. */
export function AutocompleteField({ label, placeholder }: { label: string; placeholder: string }) {
	return (
		<SearchField aria-label={label} className={styles.search ?? ""} autoFocus>
			<Search aria-hidden />
			<Input className={styles.input ?? ""} placeholder={placeholder} spellCheck={false} autoComplete="off" />
		</SearchField>
	);
}
