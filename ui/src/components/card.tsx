import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

/** A titled box; a landmark that screen readers can list. */
export function Card({
	title,
	aside,
	children,
	className = "",
}: {
	title: string;
	aside?: ReactNode;
	children: ReactNode;
	className?: string;
}) {
	const id = useId();
	return (
		<section className={`${styles.card} ${className}`} aria-labelledby={id}>
			<div className={styles.head}>
				<h2 id={id}>{title}</h2>
				{aside}
			</div>
			{children}
		</section>
	);
}
