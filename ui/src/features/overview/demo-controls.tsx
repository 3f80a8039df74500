import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../domain/error-note";
import type { Connection, DemoScenario } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import { expireDemoToken, setDemoScenario } from "../../host/mutations";
import { put } from "../../host/queries/changes";
import { demoScenarios } from "../../host/queries/overview";
import { navigate } from "../../navigation/navigation";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Coded } from "../../ui/coded";
import { Row } from "../../ui/row";
import { Bar, Loading } from "../../ui/skeleton";
import { Switch } from "../../ui/switch";
import styles from "./demo-controls.module.css";

const shownFirst = 6;

/** For training: makes the demo portal misbehave on purpose. */
export function DemoControls({ connection }: { connection: Connection }) {
	const expire = useMutation({ mutationFn: () => expireDemoToken(connection.id) });
	const renewed = Date.parse(connection.token?.lastRefresh?.at ?? "") > expire.submittedAt;
	const isExpired = expire.isSuccess && !renewed;
	return (
		<Card title="Demo controls">
			<p className="muted">
				Make the demo portal misbehave, and see what the app and your calls do about it. It has records,
				lists, forms, email, workflows and files; other operations get a made-up answer with the header{" "}
				<code>X-Demo-Generic: true</code>.
			</p>
			{expire.error && <ErrorNote error={toCommandError(expire.error)} />}
			<Row gap="3">
				<Button onPress={() => expire.mutate()} isPending={expire.isPending}>
					Expire the token now
				</Button>
				<span className="muted" role="status">
					{isExpired &&
						"The demo portal no longer takes this token. The app does not know yet: its countdown shows what it was told. Send a request to see what that looks like."}
				</span>
				{isExpired && (
					<Button onPress={() => navigate({ kind: "portal", id: connection.id, tab: "console" })}>
						Open Console
					</Button>
				)}
			</Row>
			<Scenarios />
		</Card>
	);
}

function Scenarios() {
	const client = useQueryClient();
	const scenarios = useQuery(demoScenarios);
	const turn = useMutation({
		mutationFn: ({ name, on }: DemoScenario) => setDemoScenario(name, !on),
		onSuccess: (list) => put.demoScenarios(client, list),
	});
	if (scenarios.isPending) {
		return (
			<Loading what="Asking the demo portal for its scenarios">
				<Bar width="40%" />
				<Bar width="52%" />
			</Loading>
		);
	}
	if (scenarios.error) {
		return (
			<ErrorNote
				error={toCommandError(scenarios.error)}
				actions={<Button onPress={() => scenarios.refetch()}>Try again</Button>}
			/>
		);
	}
	return (
		<>
			{turn.error && <ErrorNote error={toCommandError(turn.error)} />}
			<ScenarioSwitches list={scenarios.data} isBusy={turn.isPending} onTurn={turn.mutate} />
		</>
	);
}

function ScenarioSwitches({
	list,
	isBusy,
	onTurn,
}: {
	list: DemoScenario[];
	isBusy: boolean;
	onTurn: (scenario: DemoScenario) => void;
}) {
	const rest = list.slice(shownFirst);
	// What is switched on is never out of sight.
	const [isOpen] = useState(rest.some(({ on }) => on));
	const switches = (some: DemoScenario[], label: string) => (
		<ul className={styles.scenarios} aria-label={label}>
			{some.map((scenario) => (
				<li key={scenario.name}>
					<Switch
						isSelected={scenario.on}
						isDisabled={isBusy}
						onChange={() => onTurn(scenario)}
						aria-label={scenario.title}
					>
						{scenario.title}
						<small className="tiny">
							<Coded text={scenario.description} />
						</small>
					</Switch>
				</li>
			))}
		</ul>
	);
	return (
		<>
			{switches(list.slice(0, shownFirst), "Scenarios")}
			{rest.length > 0 && (
				<details className={styles.more} open={isOpen}>
					<summary>More ways to fail ({rest.length})</summary>
					{switches(rest, "More scenarios")}
				</details>
			)}
		</>
	);
}
