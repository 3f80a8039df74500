import { Check, X } from "lucide-react";
import type { RequestProblem } from "../../../host/bindings";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import styles from "../console.module.css";
import { JsonEditor } from "./json-editor";

/** The JSON body; what is wrong with it is marked at its place and said below. */
export function BodyEditor({
	text,
	onChange,
	problems,
	unsentWith,
}: {
	text: string;
	onChange: (text: string) => void;
	problems: RequestProblem[];
	/** The method that carries no body: the text stays for the next one that does. */
	unsentWith: string | null;
}) {
	const formatted = tidy(text);
	const first = problems[0];
	return (
		<section className={styles.part} aria-label="Body">
			<div className={styles.rowBetween}>
				<h3 className={styles.legend}>Body</h3>
				<span className={styles.bodyTools}>
					{text.trim() !== "" &&
						(unsentWith ? (
							<Badge tone="warn">Not sent with {unsentWith}</Badge>
						) : (
							<Validity isValid={formatted !== null && problems.length === 0} />
						))}
					<Button
						small
						isDisabled={formatted === null || formatted === text}
						onPress={() => formatted !== null && onChange(formatted)}
					>
						Format
					</Button>
				</span>
			</div>
			<JsonEditor text={text} onChange={onChange} problems={problems} />
			{first && (
				<p className={styles.problem} role="status">
					{first.message}
				</p>
			)}
		</section>
	);
}

function Validity({ isValid }: { isValid: boolean }) {
	return isValid ? (
		<Badge tone="ok">
			<Check aria-hidden />
			Valid JSON
		</Badge>
	) : (
		<Badge tone="danger">
			<X aria-hidden />
			Not valid
		</Badge>
	);
}

// Numbers that JavaScript cannot hold would be changed by a round trip, so such a text is left as it is.
function tidy(text: string): string | null {
	if (/\d{16}/.test(text)) return null;
	try {
		return JSON.stringify(JSON.parse(text), null, 2);
	} catch {
		return null;
	}
}
