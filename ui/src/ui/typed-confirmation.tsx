import { useRef, useState } from "react";
import { focusFirstWrong, TextField } from "./text-field";

/**
 * What has to be typed before something dangerous is done. Other words are answered at the field, with the focus there;
 * `isMet` is asked when the form is submitted or the button pressed.
 */
export function useTypedConfirmation({
	label,
	wanted,
	wrong,
	isNumber = false,
}: {
	label: string;
	wanted: string;
	/** What is said of other words. */
	wrong: string;
	isNumber?: boolean;
}) {
	const [typed, setTyped] = useState("");
	const [isWrong, setWrong] = useState(false);
	const box = useRef<HTMLDivElement>(null);
	const isMet = () => {
		const met = bare(typed, isNumber) === wanted;
		setWrong(!met);
		if (!met && box.current) focusFirstWrong(box.current);
		return met;
	};
	const change = (text: string) => {
		setTyped(text);
		setWrong(false);
	};
	const field = (
		<div ref={box}>
			<TextField
				label={label}
				value={typed}
				onChange={change}
				{...(isNumber && { inputMode: "numeric" as const })}
				mono={isNumber}
				autoFocus
				error={isWrong ? wrong : undefined}
			/>
		</div>
	);
	return { typed, isMet, field };
}

/** Numbers are written in groups; words are not. */
const bare = (text: string, isNumber: boolean) => text.replace(/\s+/g, isNumber ? "" : " ").trim();
