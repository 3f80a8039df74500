import { Component, type ReactNode } from "react";
import { Button } from "../ui/button";
import { ErrorNote } from "./error-note";

/** Keeps a fault in one part from blanking the window: the rest goes on, and the part can be drawn again. */
export class FaultBoundary extends Component<
	{ what: string; children: ReactNode },
	{ fault: string | null }
> {
	override state = { fault: null };

	static getDerivedStateFromError(fault: unknown) {
		return { fault: fault instanceof Error ? fault.message : String(fault) };
	}

	override render() {
		const { fault } = this.state;
		if (fault === null) return this.props.children;
		return (
			<ErrorNote
				error={{
					code: "view_fault",
					message: `${this.props.what} could not be drawn.`,
					hint: `A fault in Portalscope; your connections are untouched. Draw it again, or report this: ${fault}`,
				}}
				actions={<Button onPress={() => this.setState({ fault: null })}>Draw it again</Button>}
			/>
		);
	}
}
