import { Explain } from "../ui/explain";

/** "Correlation ID", explained. */
export function CorrelationTerm() {
	return (
		<span className="muted">
			Correlation ID{" "}
			<Explain what="a correlation ID">
				HubSpot's number of this one call. Its support finds the call by it.
			</Explain>
		</span>
	);
}
