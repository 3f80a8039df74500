import { useState } from "react";
import type { ConsentPreview, PlannedScope, WantedRole } from "../../host/bindings";
import { Button } from "../../ui/button";
import { Chip, Chips } from "../../ui/chip";
import { Row } from "../../ui/row";
import { Select } from "../../ui/select";
import { Stack } from "../../ui/stack";
import styles from "./asked-scopes.module.css";

export type RoleChoice = WantedRole;

const choices: { id: RoleChoice; text: string }[] = [
	{ id: "required", text: "Required" },
	{ id: "optional", text: "Optional" },
	{ id: "skip", text: "Leave out" },
];

/** The scopes that are new, each with its place in the address, and those that were asked for before. */
export function AskedScopes({
	wanted,
	roles,
	preview,
	onRole,
	onAskAgain,
}: {
	wanted: string[];
	roles: Record<string, RoleChoice>;
	preview: ConsentPreview;
	onRole: (scope: string, role: RoleChoice) => void;
	/** Takes back that they are left out. */
	onAskAgain: (scopes: string[]) => void;
}) {
	const planned = new Map(preview.scopes.map((scope) => [scope.scope, scope]));
	// What the connection has, or was asked for before, is not new, whoever wants it.
	const isNew = (scope: string) => {
		const known = planned.get(scope);
		return known === undefined || (known.isNew && !known.granted);
	};
	const fresh = wanted.filter(isNew);
	const before = preview.scopes.filter(({ scope }) => !fresh.includes(scope));
	const skippedScopes = Object.keys(roles).filter(
		(scope) => roles[scope] === "skip" && !wanted.includes(scope),
	);
	return (
		<>
			{fresh.length > 0 && (
				<Stack as="section" gap="tight" aria-label="New">
					<h3>New</h3>
					<p className="muted">
						Required: nobody can connect without it. Optional: an account whose plan lacks the feature
						connects without it. Each scope must stand in your app's settings, or HubSpot refuses.
					</p>
					<Stack as="ul" className={styles.wanted ?? ""}>
						{fresh.map((scope) => (
							<li key={scope}>
								<code>{scope}</code>
								<Select
									label={`How to ask for ${scope}`}
									hideLabel
									choices={choices}
									value={roles[scope] ?? planned.get(scope)?.role ?? "required"}
									onChange={(role) => onRole(scope, role)}
								/>
							</li>
						))}
					</Stack>
				</Stack>
			)}
			<Before
				title="As before, required"
				scopes={before.filter(({ role }) => role === "required")}
				onLeaveOut={(scope) => onRole(scope, "skip")}
			/>
			<Before
				title="As before, optional"
				scopes={before.filter(({ role }) => role === "optional")}
				onLeaveOut={(scope) => onRole(scope, "skip")}
			/>
			{skippedScopes.length > 0 && <SkippedScopes scopes={skippedScopes} onAskAgain={onAskAgain} />}
		</>
	);
}

function Before({
	title,
	scopes,
	onLeaveOut,
}: {
	title: string;
	scopes: PlannedScope[];
	onLeaveOut: (scope: string) => void;
}) {
	const [changing, setChanging] = useState(false);
	if (scopes.length === 0) return null;
	return (
		<Stack as="section" gap="tight" aria-label={title}>
			<Row gap="3">
				<h3>
					{title} ({scopes.length})
				</h3>
				<Button small aria-expanded={changing} onPress={() => setChanging(!changing)}>
					{changing ? "Done" : "Leave some out…"}
				</Button>
			</Row>
			{changing ? (
				<Stack as="ul" className={styles.wanted ?? ""}>
					{scopes.map(({ scope }) => (
						<li key={scope}>
							<code>{scope}</code>
							<Button small aria-label={`Leave ${scope} out`} onPress={() => onLeaveOut(scope)}>
								Leave out
							</Button>
						</li>
					))}
				</Stack>
			) : (
				<Chips>
					{scopes.map(({ scope }) => (
						<Chip key={scope}>{scope}</Chip>
					))}
				</Chips>
			)}
		</Stack>
	);
}

function SkippedScopes({ scopes, onAskAgain }: { scopes: string[]; onAskAgain: (scopes: string[]) => void }) {
	return (
		<Stack as="section" gap="tight" aria-label="Left out">
			<h3>Left out ({scopes.length})</h3>
			<p className="muted">The new token will not have them, so what uses them stops working.</p>
			<Chips>
				{scopes.map((scope) => (
					<Chip key={scope}>{scope}</Chip>
				))}
			</Chips>
			<Row gap="3">
				<Button small onPress={() => onAskAgain(scopes)}>
					Ask for {scopes.length === 1 ? "it" : "them"} after all
				</Button>
			</Row>
		</Stack>
	);
}
