import { type ReactNode, useId } from "react";
import styles from "./card.module.css";

const scrollIntoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });

/** A titled box; a landmark that screen readers can list. */
export function Card({
	title,
	aside,
	about,
	children,
	className = "",
	intoView = false,
}: {
	title: string;
	aside?: ReactNode;
	/** What a word of the title means, as an `Explain`. */
	about?: ReactNode;
	children: ReactNode;
	className?: string;
	/** Scrolls itself into view when it appears. */
	intoView?: boolean;
}) {
	const id = useId();
	return (
		<section
			className={`${styles.card} ${className}`}
			aria-labelledby={id}
			ref={intoView ? scrollIntoView : undefined}
		>
			<div className={styles.head}>
				<span className={styles.title}>
					<h2 id={id}>{title}</h2>
					{about}
				</span>
				{aside}
			</div>
			{children}
		</section>
	);
}
