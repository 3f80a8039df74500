import type { ClaimBesideView as Claim } from "../host/bindings";
import { Chip } from "../ui/chip";
import { Explain } from "../ui/explain";
import styles from "./claim-beside-view.module.css";

/** Whether both sides are worth a look. A claim of what is granted already has nothing beside it. */
export const differs = ({ agreement, missing }: Claim) =>
	agreement !== "agrees" &&
	agreement !== "agrees_not_grantable" &&
	agreement !== "neither_names" &&
	!(agreement === "claims_granted" && missing.length === 0);

/** Where HubSpot and the catalog differ on what is missing: both, side by side, without preferring one. */
export function ClaimBesideView({ claim }: { claim: Claim }) {
	const { claimed, claimedButGranted, claimedButNotGrantable, missing, sentence } = claim;
	const note = (scope: string) => {
		if (claimedButGranted.includes(scope)) return "granted already";
		return claimedButNotGrantable.includes(scope) ? "no app can ask for it" : "";
	};
	return (
		<section aria-label="HubSpot's claim beside the catalogue" className={styles.claim}>
			<p>{sentence}</p>
			<table>
				<thead>
					<tr>
						<th scope="col">HubSpot says</th>
						<th scope="col">
							The catalogue says{" "}
							<Explain what="the catalogue">
								Portalscope's own list of HubSpot's endpoints, with the scopes that each requires.
							</Explain>
						</th>
					</tr>
				</thead>
				<tbody>
					<tr>
						<td>
							{claimed.length === 0 && "names no scope"}
							{claimed.map((scope) => (
								<p key={scope}>
									<Chip>{scope}</Chip> <span className="muted">{note(scope)}</span>
								</p>
							))}
						</td>
						<td>
							{missing.length === 0 && "HubSpot's list is complete; asking again will not help"}
							{missing.slice(0, 3).map((scopes) => (
								<p key={scopes.join(" ")}>
									{scopes.map((scope) => (
										<Chip key={scope}>{scope}</Chip>
									))}
								</p>
							))}
						</td>
					</tr>
				</tbody>
			</table>
		</section>
	);
}
