import { Chip } from "../../components/chip";
import { Select } from "../../components/select";
import type { ConsentPreview, PlannedScope, ScopeRole } from "../../host/bindings";
import styles from "./start.module.css";

export type RoleChoice = ScopeRole | "leave_out";

const choices: { id: RoleChoice; text: string }[] = [
	{ id: "required", text: "Required" },
	{ id: "optional", text: "Optional" },
	{ id: "leave_out", text: "Leave out" },
];

/** The scopes that are new, each with its place in the address, and those that were asked for before. */
export function AskedScopes({
	wanted,
	roles,
	preview,
	onRole,
}: {
	wanted: string[];
	roles: Record<string, RoleChoice>;
	preview: ConsentPreview;
	onRole: (scope: string, role: RoleChoice) => void;
}) {
	const planned = new Map(preview.scopes.map((scope) => [scope.scope, scope]));
	const before = preview.scopes.filter(({ scope }) => !wanted.includes(scope));
	return (
		<>
			{wanted.length > 0 && (
				<section className={styles.scopes} aria-label="New">
					<h3>New</h3>
					<p className="muted">
						Required: without it the page connects nothing. Optional: an account whose plan lacks the feature
						connects without it. The app at HubSpot must declare each scope, or the page refuses.
					</p>
					<ul className={styles.wanted}>
						{wanted.map((scope) => (
							<li key={scope}>
								<code>{scope}</code>
								{isFixed(planned.get(scope)) ? (
									<span className="muted">required, as before</span>
								) : (
									<Select
										label={`How to ask for ${scope}`}
										hideLabel
										choices={choices}
										value={roles[scope] ?? planned.get(scope)?.role ?? "required"}
										onChange={(role) => onRole(scope, role)}
									/>
								)}
							</li>
						))}
					</ul>
				</section>
			)}
			<Before title="As before, required" scopes={before.filter(({ role }) => role === "required")} />
			<Before title="As before, optional" scopes={before.filter(({ role }) => role === "optional")} />
		</>
	);
}

const isFixed = (planned: PlannedScope | undefined) =>
	planned?.isNew === false && planned.role === "required";

function Before({ title, scopes }: { title: string; scopes: PlannedScope[] }) {
	if (scopes.length === 0) return null;
	return (
		<section className={styles.scopes} aria-label={title}>
			<h3>
				{title} ({scopes.length})
			</h3>
			<div className={styles.chips}>
				{scopes.map(({ scope }) => (
					<Chip key={scope}>{scope}</Chip>
				))}
			</div>
		</section>
	);
}
