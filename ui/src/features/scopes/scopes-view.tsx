import { ChevronDown, ChevronRight } from "lucide-react";
import { useId, useRef, useState } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { ErrorNote } from "../../domain/error-note";
import type { Connection } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import type { PortalView } from "../../navigation/history";
import { navigate, usePortalView } from "../../navigation/navigation";
import { Button } from "../../ui/button";
import { AnalysisView } from "./analysis/analysis-view";
import { CoverageView } from "./coverage/coverage-view";
import { EndpointFinder } from "./finder/endpoint-finder";
import { FirstChoice } from "./finder/first-choice";
import styles from "./scopes-view.module.css";
import { useChosenEndpoints } from "./sets/chosen-endpoints";
import { ListBar } from "./sets/list-bar";

type Answer = PortalView["scopesFor"];

/** May this connection make these calls: endpoints chosen at the left, the answer at the right. */
export function ScopesView({ connection }: { connection: Connection }) {
	const chosen = useChosenEndpoints();
	const { scopesFor } = usePortalView(connection.id);
	const results = useRef<HTMLElement>(null);
	const { query, endpoints } = chosen;
	const [finding, setFinding] = useState(false);
	const finderId = useId();
	const isFinderOpen = finding || endpoints.length === 0;
	return (
		<div className={styles.frame}>
			<div
				className={styles.columns}
				data-folded={!isFinderOpen || undefined}
				data-empty={endpoints.length === 0 || undefined}
			>
				{endpoints.length > 0 && (
					// Seen in a narrow window only, where the finder would stand before the answer.
					<div className={styles.fold}>
						<Button
							small
							aria-expanded={isFinderOpen}
							aria-controls={finderId}
							onPress={() => setFinding(!finding)}
						>
							{isFinderOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
							Find endpoints
						</Button>
					</div>
				)}
				<EndpointFinder
					id={finderId}
					connection={connection}
					chosen={chosen}
					onUse={() => setFinding(true)}
				/>
				<section
					className={styles.results}
					ref={results}
					aria-label="Chosen endpoints"
					data-pane
					tabIndex={-1}
				>
					{query.error && (
						<ErrorNote
							error={toCommandError(query.error)}
							actions={<Button onPress={() => query.refetch()}>Try again</Button>}
						/>
					)}
					{endpoints.length === 0 && !query.error && !query.isPending && <FirstChoice chosen={chosen} />}
					{endpoints.length > 0 && (
						<>
							<ListBar chosen={chosen} />
							<AnswerSwitch
								answer={scopesFor}
								onAnswer={(answer) =>
									navigate({ kind: "portal", id: connection.id, tab: "scopes", scopesFor: answer })
								}
							/>
							{scopesFor === "portal" ? (
								<AnalysisView
									connection={connection}
									chosen={chosen}
									onRemove={(endpoint) => {
										chosen.remove([endpoint]);
										// The button that was pressed goes with its row.
										results.current?.focus();
									}}
								/>
							) : (
								<CoverageView endpoints={endpoints} />
							)}
						</>
					)}
				</section>
			</div>
		</div>
	);
}

function AnswerSwitch({ answer, onAnswer }: { answer: Answer; onAnswer: (answer: Answer) => void }) {
	return (
		<ToggleButtonGroup
			aria-label="Answer for"
			className={styles.switch ?? ""}
			selectionMode="single"
			disallowEmptySelection
			selectedKeys={[answer]}
			onSelectionChange={(keys) => onAnswer([...keys][0] as Answer)}
		>
			<ToggleButton id="portal">This portal</ToggleButton>
			<ToggleButton id="portals">All portals</ToggleButton>
		</ToggleButtonGroup>
	);
}
