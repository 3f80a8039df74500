import type { CommandError } from "../host/bindings";
import { openDialog } from "../navigation/navigation";
import { Button } from "../ui/button";

/** Leads to the page of the error's cause, where it has one. */
export function AboutError({ error: { cause } }: { error: Pick<CommandError, "cause"> }) {
	if (!cause) return null;
	return <Button onPress={() => openDialog({ kind: "cause", label: cause })}>More about this</Button>;
}
