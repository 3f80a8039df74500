import { putNotKeptAway, useNotKept } from "../../../domain/not-kept";
import { type OpenDraft, useDrafts } from "../../../domain/request-draft";
import { count } from "../../../lib/format";
import { Button } from "../../../ui/button";
import { Note } from "../../../ui/note";
import { shortName } from "./draft-tabs";
import styles from "./not-kept-note.module.css";

/** Says of which open requests nothing will be left after a restart, and why: before that, and once. */
export function NotKeptNote({ connectionId }: { connectionId: string }) {
	const { open } = useDrafts(connectionId);
	const notKept = useNotKept(connectionId).flatMap(({ id, reason }) => {
		const draft = open.find((one) => one.id === id);
		return draft ? [{ id, reason, name: nameOf(draft) }] : [];
	});
	const [first, ...others] = notKept;
	if (first === undefined) return null;
	const what = others.length === 0 ? `\u201c${first.name}\u201d` : count(notKept.length, "open request");
	return (
		<div className={styles.place}>
			<Note
				tone="warn"
				title={`${what} will not be there after a restart.`}
				actions={<Button onPress={() => putNotKeptAway(connectionId)}>Got it</Button>}
				announce
			>
				{others.length === 0 ? (
					first.reason
				) : (
					<ul>
						{notKept.map(({ id, name, reason }) => (
							<li key={id}>
								<strong>{name}</strong>: {reason}
							</li>
						))}
					</ul>
				)}
			</Note>
		</div>
	);
}

const nameOf = ({ name, draft }: OpenDraft) => name ?? `${draft.method} ${shortName(draft.path)}`;
