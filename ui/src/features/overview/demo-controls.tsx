import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { ErrorNote } from "../../components/error-note";
import { Bar, Loading } from "../../components/skeleton";
import { Switch } from "../../components/switch";
import { commands, type DemoScenario } from "../../host/bindings";
import { toCommandError } from "../../host/errors";
import styles from "./overview.module.css";

const key = ["demo-scenarios"];

/** For training: makes the demo portal misbehave on purpose. */
export function DemoControls({ connectionId }: { connectionId: string }) {
	const expire = useMutation({ mutationFn: () => commands.expireDemoToken(connectionId) });
	return (
		<Card title="Demo controls">
			<p className="muted">
				Make the demo portal misbehave, and see what the app and your calls do about it.
			</p>
			{expire.error && <ErrorNote error={toCommandError(expire.error)} />}
			<div className={styles.row}>
				<Button onPress={() => expire.mutate()} isPending={expire.isPending}>
					Expire the token now
				</Button>
				<span className="muted" role="status">
					{expire.isSuccess &&
						"The demo portal no longer takes this token. Send a request to see what that looks like."}
				</span>
			</div>
			<Scenarios />
		</Card>
	);
}

function Scenarios() {
	const client = useQueryClient();
	const scenarios = useQuery({ queryKey: key, queryFn: commands.demoScenarios });
	const turn = useMutation({
		mutationFn: ({ name, on }: DemoScenario) => commands.setDemoScenario(name, !on),
		onSuccess: (list) => client.setQueryData(key, list),
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
			<ul className={styles.scenarios} aria-label="Scenarios">
				{scenarios.data.map((scenario) => (
					<li key={scenario.name}>
						<Switch
							isSelected={scenario.on}
							isDisabled={turn.isPending}
							onChange={() => turn.mutate(scenario)}
							aria-label={scenario.title}
						>
							{scenario.title}
							<small className={styles.tiny}>{scenario.description}</small>
						</Switch>
					</li>
				))}
			</ul>
		</>
	);
}
