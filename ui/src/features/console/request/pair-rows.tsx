import { X } from "lucide-react";
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
}: {
	what: string;
	pairs: NameValue[];
	onChange: (pairs: NameValue[]) => void;
	/** The names of rows that cannot be sent as they are. */
	wrong?: (string | null)[];
}) {
	const put = (index: number, part: Partial<NameValue>) =>
		onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
	const isWrong = ({ name, value, enabled }: NameValue) =>
		enabled && (name !== "" || value !== "") && wrong.includes(name.trim());
	return pairs.map((pair, index) => (
		<div key={index} className={styles.pair}>
			<Checkbox
				aria-label={`Send ${what} ${pair.name || index + 1}`}
				isSelected={pair.enabled}
				onChange={(enabled) => put(index, { enabled })}
			/>
			<CodeInput
				aria-label={`Name of ${what} ${index + 1}`}
				placeholder="name"
				aria-invalid={isWrong(pair)}
				value={pair.name}
				onChange={(event) => put(index, { name: event.target.value })}
			/>
			<CodeInput
				aria-label={`Value of ${what} ${pair.name || index + 1}`}
				placeholder="value"
				aria-invalid={isWrong(pair)}
				value={pair.value}
				onChange={(event) => put(index, { value: event.target.value })}
			/>
			<IconButton
				label={`Remove ${what} ${pair.name || index + 1}`}
				onPress={() => onChange(pairs.filter((_, at) => at !== index))}
			>
				<X aria-hidden />
			</IconButton>
		</div>
	));
}
