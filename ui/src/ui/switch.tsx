import { Check } from "lucide-react";
import type { ReactNode } from "react";
import {
	Checkbox as AriaCheckbox,
	Switch as AriaSwitch,
	type CheckboxProps,
	type SwitchProps,
} from "react-aria-components";
import styles from "./field.module.css";

/** On or off, at once. */
export function Switch({
	children,
	...props
}: Omit<SwitchProps, "children" | "className" | "style"> & { children: ReactNode }) {
	return (
		<AriaSwitch {...props} className={styles.switch ?? ""}>
			<span className={styles.track} />
			<span>{children}</span>
		</AriaSwitch>
	);
}

/** A choice that takes effect when its form is submitted. */
export function Checkbox({
	children,
	...props
}: Omit<CheckboxProps, "children" | "className" | "style"> & { children?: ReactNode }) {
	return (
		<AriaCheckbox {...props} className={styles.switch ?? ""}>
			{({ isSelected }) => (
				<>
					<span className={styles.box}>{isSelected && <Check aria-hidden />}</span>
					{children !== undefined && <span>{children}</span>}
				</>
			)}
		</AriaCheckbox>
	);
}
