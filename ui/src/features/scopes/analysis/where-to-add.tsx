import type { Connection } from "../../../host/bindings";

/** Scopes of a static token are added at HubSpot; this says where. */
export function WhereToAdd({ connection }: { connection: Connection }) {
	const key = "Development › Keys › Service keys";
	const app = "Development › Legacy apps";
	const steps = {
		service_key: `In the portal, open ${key} (in some accounts Settings › Integrations › Service Keys), choose this key, add the scopes and save. A key can only get what its creator has.`,
		private_app: `In the portal, open ${app}, choose this private app, then Scopes. Add them and commit the changes.`,
		static_token: `In the portal, open ${key} or ${app}, whichever this token is from. Add the scopes and save.`,
		oauth: "",
	}[connection.credential];
	return (
		<p>
			{steps} The token stays the same; the change is in force everywhere after a minute or two. It takes a
			super admin, or somebody with the developer tools permission.
		</p>
	);
}
