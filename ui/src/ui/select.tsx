import { ChevronDown } from "lucide-react";
import {
	Select as AriaSelect,
	Button,
	type Key,
	Label,
	ListBox,
	ListBoxItem,
	Popover,
	SelectValue,
	Text,
} from "react-aria-components";
import styles from "./field.module.css";
import layer from "./layer.module.css";

export type Choice<T extends string> = { id: T; text: string };

/** One of a few. */
export function Select<T extends string>({
	label,
	choices,
	value,
	onChange,
	help,
	hideLabel = false,
	mono = false,
}: {
	label: string;
	choices: Choice<T>[];
	value: T;
	onChange: (value: T) => void;
	help?: string;
	hideLabel?: boolean;
	mono?: boolean;
}) {
	const take = (key: Key | null) => {
		const chosen = choices.find((choice) => choice.id === key);
		if (chosen) onChange(chosen.id);
	};
	return (
		<AriaSelect className={styles.field ?? ""} value={value} onChange={take}>
			<Label className={hideLabel ? "sr-only" : styles.label}>{label}</Label>
			<Button className={`${styles.input} ${styles.select} ${mono ? "mono" : ""}`}>
				<SelectValue />
				<ChevronDown aria-hidden />
			</Button>
			{help !== undefined && (
				<Text slot="description" className={styles.help ?? ""}>
					{help}
				</Text>
			)}
			<Popover className={layer.popover ?? ""} offset={4}>
				<ListBox className={layer.list ?? ""} items={choices}>
					{(choice) => (
						<ListBoxItem className={`${layer.item} ${mono ? "mono" : ""}`} textValue={choice.text}>
							{choice.text}
						</ListBoxItem>
					)}
				</ListBox>
			</Popover>
		</AriaSelect>
	);
}
