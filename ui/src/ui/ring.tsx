import type { ReactNode } from "react";
import { secondsUntil, useSecond } from "../lib/clock";
import styles from "./ring.module.css";

type RingFacts = {
	until: string;
	/** The whole time, in seconds. */
	lifetime: number;
	/** From so many seconds on it warns. */
	lowAt: number;
	/** "the token's life" */
	what: string;
};
const radius = 44;
const round = 2 * Math.PI * radius;

/** A ring that steps with the countdown, and the countdown's words in its middle. */
export function Ring({ children, ...facts }: RingFacts & { children: ReactNode }) {
	return (
		<div className={styles.ring}>
			<RingPicture {...facts} />
			<div className={styles.middle}>{children}</div>
		</div>
	);
}

function RingPicture({ until, lifetime, lowAt, what }: RingFacts) {
	const left = secondsUntil(until, useSecond());
	const share = lifetime > 0 ? Math.min(1, Math.max(0, left / lifetime)) : 0;
	const tone = left <= 0 ? styles.out : left < lowAt ? styles.low : "";
	return (
		<svg
			viewBox="0 0 104 104"
			role="img"
			aria-label={`${Math.round(share * 100)} percent of ${what} is left`}
			className={tone}
		>
			<circle cx="52" cy="52" r={radius} className={styles.track} />
			{share > 0 && (
				<circle
					cx="52"
					cy="52"
					r={radius}
					className={styles.arc}
					strokeDasharray={`${share * round} ${round}`}
					transform="rotate(-90 52 52)"
				/>
			)}
		</svg>
	);
}
