import { X } from "lucide-react";
import { useRef } from "react";
import type { NameValue } from "../../../host/bindings";
import { IconButton } from "../../../ui/button";
import { Checkbox } from "../../../ui/switch";
import { CodeInput } from "../code-input";
import styles from "./pair-rows.module.css";

/** Editable rows of a name and a value; a row can be left out without losing it. */
export function PairRows({
	what,
	pairs,
	onChange,
	wrong = [],
	added = null,
}: {
	what: string;
	pairs: NameValue[];
	onChange: (pairs: NameValue[]) => void;
	/** The names of rows that cannot be sent as they are. */
	wrong?: (string | null)[];
	/** The row that was just added: the focus goes into it, to what is still to be typed. */
	added?: number | null;
}) {
	const rows = useRef<HTMLDivElement>(null);
	const put = (index: number, part: Partial<NameValue>) =>
		onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
	const isWrong = ({ name, value, enabled }: NameValue) =>
		enabled && (name !== "" || value !== "") && wrong.includes(name.trim());
	const remove = (index: number) => {
		// The last row's button goes with it.
		const before = rows.current?.children[index - 1]?.querySelector("button");
		if (index === pairs.length - 1) before?.focus();
		onChange(pairs.filter((_, at) => at !== index));
	};
	if (pairs.length === 0) return null;
	return (
		<div ref={rows} className={styles.rows}>
			{pairs.map((pair, index) => (
				<div key={index} className={styles.pair}>
					<Checkbox
						aria-label={`Send ${what} ${pair.name || index + 1}`}
						isSelected={pair.enabled}
						onChange={(enabled) => put(index, { enabled })}
					/>
					<CodeInput
						aria-label={`Name of ${what} ${index + 1}`}
						placeholder="name"
						autoFocus={index === added && pair.name === ""}
						aria-invalid={isWrong(pair)}
						value={pair.name}
						onChange={(event) => put(index, { name: event.target.value })}
					/>
					<CodeInput
						aria-label={`Value of ${what} ${pair.name || index + 1}`}
						placeholder="value"
						autoFocus={index === added && pair.name !== ""}
						aria-invalid={isWrong(pair)}
						value={pair.value}
						onChange={(event) => put(index, { value: event.target.value })}
					/>
					<IconButton label={`Remove ${what} ${pair.name || index + 1}`} onPress={() => remove(index)}>
						<X aria-hidden />
					</IconButton>
				</div>
			))}
		</div>
	);
}
