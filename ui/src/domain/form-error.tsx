import { type ComponentProps, useEffect, useRef } from "react";
import { ErrorNote } from "./error-note";

/**
 * The error of a form as a whole, brought into sight and focused whenever it is another one: who submitted it may be
 * anywhere in the form.
 */
export function FormError(props: ComponentProps<typeof ErrorNote>) {
	const box = useRef<HTMLDivElement>(null);
	const { error } = props;
	useEffect(() => {
		box.current?.scrollIntoView({ block: "nearest" });
		box.current?.focus({ preventScroll: true });
	}, [error.code, error.message]);
	return (
		<div ref={box} tabIndex={-1}>
			<ErrorNote {...props} />
		</div>
	);
}
