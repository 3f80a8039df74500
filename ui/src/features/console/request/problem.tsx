import type { HTMLAttributes } from "react";
import styles from "./problem.module.css";

/** Why the part above cannot be sent; takes no room while there is nothing to say. */
export function Problem(props: Pick<HTMLAttributes<HTMLElement>, "id" | "role" | "children">) {
	return <p {...props} className={styles.problem} />;
}
