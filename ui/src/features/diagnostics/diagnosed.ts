import type { CommandError, PastedDiagnosis } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { createStore } from "../../lib/store";

/** What was last diagnosed. It outlives the view, and ends with the window. */
type Diagnosed = {
	isPending: boolean;
	found: PastedDiagnosis | null;
	/** Why the last text could not be read; what was found before is still there. */
	error: CommandError | null;
};

const nothing: Diagnosed = { isPending: false, found: null, error: null };
export const diagnosed = createStore(nothing);

// Only the answer to the last question counts.
let asked = 0;

/** Has the host read something. `null`: the person chose nothing. */
export async function diagnose(read: () => Promise<PastedDiagnosis | null>) {
	asked += 1;
	const mine = asked;
	const settle = (part: Partial<Diagnosed>) => {
		if (mine === asked) diagnosed.set((before) => ({ ...before, ...part }));
	};
	settle({ isPending: true, error: null });
	try {
		const found = await read();
		settle(found === null ? { isPending: false } : { isPending: false, found });
	} catch (thrown) {
		settle({ isPending: false, error: toCommandError(thrown) });
	}
}

export function clearDiagnosed() {
	asked += 1;
	diagnosed.set(nothing);
}
