import { useQuery } from "@tanstack/react-query";
import { ErrorNote } from "../domain/error-note";
import type { Cause, Page } from "../host/bindings";
import { toCommandError } from "../host/errors";
import { causePages } from "../host/queries/diagnosis";
import { Button } from "../ui/button";
import { Coded } from "../ui/coded";
import { Row } from "../ui/row";
import { Bar, Loading } from "../ui/skeleton";
import { Stack } from "../ui/stack";
import { WhoBadge } from "./cause-words";

/** What is known of a cause: what it means, how it shows, how to mend and to prevent it. Other causes are links. */
export function CausePage({ label, onOpen }: { label: Cause; onOpen: (label: Cause) => void }) {
	const pages = useQuery(causePages(""));
	if (pages.error) {
		return (
			<ErrorNote
				error={toCommandError(pages.error)}
				actions={<Button onPress={() => pages.refetch()}>Try again</Button>}
			/>
		);
	}
	if (!pages.data) {
		return (
			<Loading what="Opening the page">
				{["70%", "48%", "62%"].map((width) => (
					<Bar key={width} width={width} />
				))}
			</Loading>
		);
	}
	const page = pages.data.find((one) => one.label === label);
	return page && <Parts page={page} pages={pages.data} onOpen={onOpen} />;
}

function Parts({ page, pages, onOpen }: { page: Page; pages: Page[]; onOpen: (label: Cause) => void }) {
	const link = (code: string) => {
		const other = pages.find(({ label }) => label === code && label !== page.label);
		if (!other) return null;
		return (
			<Button kind="link" onPress={() => onOpen(other.label)}>
				<code>{code}</code>
			</Button>
		);
	};
	const parts: [title: string, text: string][] = [
		["What it means", page.means],
		["How it shows", page.shows],
		["How to fix it", page.mend],
		["In exact terms", page.exact],
		["How to prevent it", page.prevent],
	];
	return (
		<Stack gap="3">
			<Row gap="1">
				<WhoBadge who={page.who} />
				<code className="muted">{page.label}</code>
			</Row>
			{parts.map(([title, text]) => (
				<Stack key={title} as="section" gap="1" aria-label={title}>
					<h3>{title}</h3>
					<p>
						<Coded text={text} linked={link} />
					</p>
				</Stack>
			))}
		</Stack>
	);
}

/** The title of a cause; its label until the pages are there. */
export function useCauseTitle(label: Cause): string {
	return useQuery(causePages("")).data?.find((page) => page.label === label)?.title ?? label;
}
