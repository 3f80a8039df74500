import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { ErrorNote } from "../../../domain/error-note";
import { Method, Path } from "../../../domain/method";
import { SunsetWords } from "../../../domain/sunset-words";
import { Requirement } from "../../../domain/verdict";
import type { AnalysisSubject, Endpoint, OperationFacts } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { operationFacts } from "../../../host/queries/verdicts";
import { Badge } from "../../../ui/badge";
import { Button } from "../../../ui/button";
import { Facts as FactList } from "../../../ui/facts";
import { Bar, Loading } from "../../../ui/skeleton";
import { certaintyWords, effectWords, exemptionWords, planWords, userLevelWords } from "./fact-words";

/** Everything known of one endpoint, in words. */
export function OperationDetails({
	endpoint,
	against,
	onReplace,
}: {
	endpoint: Endpoint;
	against: AnalysisSubject;
	/** `null`: nothing takes its place. */
	onReplace: (() => void) | null;
}) {
	const facts = useQuery(operationFacts(against, endpoint));
	if (facts.error) return <ErrorNote error={toCommandError(facts.error)} />;
	if (facts.isPending) {
		return (
			<Loading what="Reading the details">
				<Bar width="60%" height={48} />
			</Loading>
		);
	}
	return <Facts facts={facts.data} onReplace={onReplace} />;
}

function Facts({ facts, onReplace }: { facts: OperationFacts; onReplace: (() => void) | null }) {
	const { operation, successor, sunset } = facts;
	return (
		<FactList>
			<Fact name="Any one of">
				<Requirement verdict={facts.verdict} show={6} />
			</Fact>
			{operation.hubspotPath !== null && (
				<Fact name="In HubSpot's file">
					<Path text={operation.hubspotPath} />, which is the same call
				</Fact>
			)}
			<Fact name="It">
				{effectWords[facts.effect]}
				{facts.oauthOnly && ", and takes tokens of OAuth apps only"}
			</Fact>
			<Fact name="Lowest plan">{planWords(facts.tiers)}</Fact>
			<Fact name="User-level apps">{userLevelWords[facts.userLevel]}</Fact>
			<Fact name="Rate limits">{exemptionWords(facts.rateLimitExemptions)}</Fact>
			{operation.deprecated && (
				<Fact name="Deprecated">
					<Badge tone="warn">deprecated</Badge> HubSpot advises against using it.
				</Fact>
			)}
			{sunset && (
				<Fact name="Its version">
					<SunsetWords sunset={sunset} passed={facts.sunsetPassed} />
				</Fact>
			)}
			{successor && (
				<Fact name="Takes its place">
					<Method>{successor.method}</Method> <Path text={successor.path} />{" "}
					{onReplace && (
						<Button small onPress={onReplace}>
							<ArrowRight aria-hidden />
							Replace it in the list
						</Button>
					)}
				</Fact>
			)}
			{facts.notes.map((note) => (
				<Fact key={note.text} name="Worth knowing">
					{note.text} <span className="muted">By {note.source}.</span>
				</Fact>
			))}
			<Fact name="Known from">
				{operation.source}. {certaintyWords[facts.certainty]}
			</Fact>
			<Fact name="Part of">
				{operation.group} › {facts.api} › {operation.version}
			</Fact>
		</FactList>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt>{name}</dt>
			<dd>{children}</dd>
		</>
	);
}
