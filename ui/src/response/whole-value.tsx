import { useQuery } from "@tanstack/react-query";
import { ErrorNote } from "../domain/error-note";
import { toCommandError } from "../host/errors";
import { bodyValue } from "../host/queries/bodies";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Bar, Loading } from "../ui/skeleton";
import { VisibleText } from "../ui/visible-text";
import type { BodyActs } from "./use-body-acts";
import styles from "./whole-value.module.css";

/** A value that its row is too short for: whole, wrapped, without quotes and escapes. */
export function WholeValue({
	responseId,
	node,
	acts,
	onClose,
}: {
	responseId: string;
	node: number;
	acts: BodyActs;
	onClose: () => void;
}) {
	const value = useQuery(bodyValue(responseId, node));
	return (
		<Dialog
			title="The whole value"
			isOpen
			onClose={onClose}
			broad
			foot={
				<>
					<Button onPress={onClose}>Close</Button>
					<Button onPress={() => acts.copyPath(node)}>Copy path</Button>
					<Button kind="primary" onPress={() => acts.copyValue(node)}>
						Copy value
					</Button>
				</>
			}
		>
			{value.isPending && (
				<Loading what="Reading the value">
					<Bar width="70%" />
				</Loading>
			)}
			{value.error && <ErrorNote error={toCommandError(value.error)} />}
			{value.data && (
				<>
					<p className={styles.path}>
						<code>
							<VisibleText text={value.data.path} />
						</code>
					</p>
					{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard. */}
					<section className={styles.value} aria-label="Value" tabIndex={0}>
						{value.data.text === "" ? (
							<span className="muted">An empty text.</span>
						) : (
							<VisibleText text={value.data.text} />
						)}
					</section>
					{value.data.isCut && (
						<p>This is the first megabyte. Copy the value, or save the body as a file, to have all of it.</p>
					)}
					<p role="status">{acts.said}</p>
				</>
			)}
		</Dialog>
	);
}
