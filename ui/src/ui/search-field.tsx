import { Search } from "lucide-react";
import type { ComponentProps, KeyboardEvent } from "react";
import styles from "./field.module.css";

/** A search box; Esc empties it. */
export function SearchField({
	label,
	value,
	onChange,
	onSubmit,
	...input
}: Pick<ComponentProps<"input">, "autoFocus" | "maxLength" | "placeholder" | "ref"> & {
	label: string;
	value: string;
	onChange: (value: string) => void;
	/** Enter was pressed. */
	onSubmit?: () => void;
}) {
	const press = (event: KeyboardEvent) => {
		if (event.nativeEvent.isComposing) return;
		if (event.key === "Enter" && onSubmit) onSubmit();
		// An empty one leaves the key to the layer that it is in.
		else if (event.key === "Escape" && value !== "") onChange("");
		else return;
		event.stopPropagation();
		event.preventDefault();
	};
	return (
		<div className={styles.search}>
			<Search aria-hidden />
			<input
				{...input}
				type="search"
				aria-label={label}
				className={styles.input}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				onKeyDown={press}
				spellCheck={false}
				autoComplete="off"
			/>
		</div>
	);
}
