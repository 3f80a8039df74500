import type { ReactNode } from "react";
import { Method, Path } from "../../../domain/method";
import type { Endpoint } from "../../../host/bindings";
import { Stack } from "../../../ui/stack";
import styles from "./tick-list.module.css";

/** Tick boxes, each with lines of words beside it. */
export function TickList({ label, children }: { label: string; children: ReactNode }) {
	return (
		<Stack as="ul" gap="1" className={styles.ticks ?? ""} aria-label={label}>
			{children}
		</Stack>
	);
}

export function TickCall({ method, path }: Endpoint) {
	return (
		<span className={styles.call}>
			<Method>{method}</Method> <Path text={path} />
		</span>
	);
}
