import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../../domain/error-note";
import type { Connection, RequestDraft, SnippetTarget } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { copySnippet } from "../../../host/mutations";
import { writeSnippet } from "../../../host/queries/verdicts";
import { useAppState } from "../../../host/state";
import { toastError } from "../../../host/toast-error";
import { Button } from "../../../ui/button";
import { CopyButton } from "../../../ui/copy-button";
import { Dialog } from "../../../ui/dialog";
import { Select } from "../../../ui/select";
import { Bar, Loading } from "../../../ui/skeleton";
import styles from "./code-dialog.module.css";
import { firstTarget, isTarget, setsToken, targets } from "./code-targets";
import { CopyWithSecret } from "./copy-with-secret";

/** The request as code in a language of choice, without its secret; a cURL command also with it, once confirmed. */
export function CodeDialog({
	connection,
	draft,
	chosen,
	onChoose,
	onClose,
}: {
	connection: Connection;
	draft: RequestDraft;
	/** The language that was chosen last, if it is still one of those there are. */
	chosen: string;
	onChoose: (target: SnippetTarget) => void;
	onClose: () => void;
}) {
	const platform = useAppState().data?.platform;
	const target = isTarget(chosen) ? chosen : firstTarget(platform);
	const [asking, setAsking] = useState(false);
	const shell = target === "curl-posix" ? "posix" : target === "curl-cmd" ? "cmd" : null;
	return (
		<Dialog
			title="The request as code"
			isOpen
			onClose={onClose}
			broad
			foot={
				<>
					{shell && <Button onPress={() => setAsking(true)}>Copy with the secret…</Button>}
					<Button onPress={onClose}>Close</Button>
					<CopyButton
						key={target}
						primary
						label="Copy"
						copy={() => copySnippet(connection.id, draft, target)}
						onError={toastError}
					/>
				</>
			}
		>
			<Select label="Write it as" choices={targets} value={target} onChange={onChoose} />
			<Code connection={connection} draft={draft} target={target} />
			<p className="muted">
				It holds no secret. It runs once the token is set: <code>{setsToken(target, platform)}</code>
			</p>
			{asking && shell && (
				<CopyWithSecret
					connection={connection}
					draft={draft}
					shell={shell}
					onClose={() => setAsking(false)}
				/>
			)}
		</Dialog>
	);
}

function Code({
	connection,
	draft,
	target,
}: {
	connection: Connection;
	draft: RequestDraft;
	target: SnippetTarget;
}) {
	const { data, error, refetch } = useQuery(writeSnippet(connection.id, draft, target));
	if (error) {
		const again = <Button onPress={() => refetch()}>Try again</Button>;
		return <ErrorNote error={toCommandError(error)} actions={again} />;
	}
	if (data === undefined) {
		return (
			<Loading what="Writing the code">
				<Bar width="100%" height={288} />
			</Loading>
		);
	}
	return <textarea className={`${styles.code} mono`} aria-label="Code" value={data} readOnly wrap="off" />;
}
