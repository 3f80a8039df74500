import { useState } from "react";
import type { ScopesSince } from "../../../host/bindings";
import { Button } from "../../../ui/button";
import { Chip, Chips } from "../../../ui/chip";

/** So many names are shown at first: an app may have asked for a hundred others. */
const shown = 12;

/** Which scopes were granted since the call was sent, and which are not granted any more. */
export function GrantedSince({ scopes }: { scopes: ScopesSince }) {
	if (scopes.kind !== "changed") {
		return (
			<>
				<dt>Granted scopes</dt>
				<dd>
					{scopes.kind === "same"
						? "the same now as then"
						: "others now than then; which ones they were then was not recorded"}
				</dd>
			</>
		);
	}
	return (
		<>
			<Names title="Scopes added since" names={scopes.added} />
			<Names title="Scopes removed since" names={scopes.removed} />
		</>
	);
}

function Names({ title, names }: { title: string; names: string[] }) {
	const [showsAll, setShowsAll] = useState(false);
	if (names.length === 0) return null;
	const some = showsAll ? names : names.slice(0, shown);
	return (
		<>
			<dt>{title}</dt>
			<Chips as="dd">
				{some.map((name) => (
					<Chip key={name}>{name}</Chip>
				))}
				{some.length < names.length && (
					<Button kind="link" onPress={() => setShowsAll(true)}>
						and {names.length - some.length} more
					</Button>
				)}
			</Chips>
		</>
	);
}
