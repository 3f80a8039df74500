import { Term } from "../ui/term";

/** "Correlation ID", explained. */
export function CorrelationTerm() {
	return (
		<span className="muted">
			<Term about="HubSpot's number of this one call. Its support finds the call by it.">Correlation ID</Term>
		</span>
	);
}
