import { Search } from "lucide-react";
import type { Ref } from "react";
import { SearchField as AriaSearchField, Input, type SearchFieldProps } from "react-aria-components";
import styles from "./field.module.css";

/** A search box; Esc empties it. */
export function SearchField({
	label,
	placeholder,
	inputRef,
	...props
}: Omit<SearchFieldProps, "className" | "style" | "children"> & {
	label: string;
	placeholder?: string;
	inputRef?: Ref<HTMLInputElement>;
}) {
	return (
		<AriaSearchField {...props} aria-label={label} className={styles.search ?? ""}>
			<Search aria-hidden />
			<Input
				ref={inputRef}
				className={styles.input ?? ""}
				placeholder={placeholder}
				spellCheck={false}
				autoComplete="off"
			/>
		</AriaSearchField>
	);
}
