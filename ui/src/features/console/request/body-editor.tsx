import { Check, X } from "lucide-react";
import type { RequestProblem } from "../../../host/bindings";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Row } from "../../../ui/row";
import { Stack } from "../../../ui/stack";
import { JsonEditor } from "./json-editor";
import { Problem } from "./problem";
import type { CaretWish } from "./use-add-property";

/** The JSON body; what is wrong with it is marked at its place and said below. */
export function BodyEditor({
	text,
	onChange,
	problems,
	unsentWith,
	caret,
}: {
	text: string;
	onChange: (text: string) => void;
	problems: RequestProblem[];
	/** The method that carries no body: the text stays for the next one that does. */
	unsentWith: string | null;
	caret: CaretWish | null;
}) {
	const formatted = tidy(text);
	const first = problems[0];
	return (
		<Stack as="section" gap="tight" aria-label="Body">
			<Row between>
				<h3>Body</h3>
				<Row as="span">
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
				</Row>
			</Row>
			<JsonEditor text={text} onChange={onChange} problems={problems} wish={caret} />
			{first && <Problem role="status">{first.message}</Problem>}
		</Stack>
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
