import { copyText } from "../../../host/mutations";
import { toastError } from "../../../host/toast-error";
import { CopyButton } from "../../../ui/copy-button";

type Texts = { plain: string; markdown: string };

/** What a colleague is told of the scopes: which, why, and where to add them. */
export function CopyProposal({ texts }: { texts: () => Promise<Texts> }) {
	return (
		<>
			<CopyButton
				small
				label="Copy as text for a colleague"
				copy={async () => copyText((await texts()).plain)}
				onError={toastError}
			/>
			<CopyButton
				small
				label="Copy as Markdown"
				copy={async () => copyText((await texts()).markdown)}
				onError={toastError}
			/>
		</>
	);
}
