import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { endpointKey } from "../../../domain/endpoint-list";
import { ErrorNote } from "../../../domain/error-note";
import type { CatalogOperation } from "../../../host/bindings";
import { toCommandError } from "../../../host/errors";
import { catalogTree } from "../../../host/queries/endpoints";
import { Button } from "../../../ui/button";
import { Stack } from "../../../ui/stack";
import { Checkbox, Switch } from "../../../ui/switch";
import type { Chosen } from "../sets/chosen-endpoints";
import { type Branch, branchesOf } from "./branches";
import styles from "./browse-tree.module.css";
import { FinderSkeleton } from "./search-list";
import { TickCall, TickList } from "./tick-list";

/** All that can be called, by product area and API, with tick boxes at every level. */
export function BrowseTree({ chosen }: { chosen: Chosen }) {
	const tree = useQuery(catalogTree);
	const [all, setAll] = useState(false);
	const groups = useMemo(() => branchesOf(tree.data ?? [], all), [tree.data, all]);
	const keys = useMemo(() => new Set(chosen.endpoints.map(endpointKey)), [chosen.endpoints]);
	if (tree.isPending) return <FinderSkeleton what="Reading the catalogue" />;
	if (tree.error) {
		return (
			<ErrorNote
				error={toCommandError(tree.error)}
				actions={<Button onPress={() => tree.refetch()}>Try again</Button>}
			/>
		);
	}
	return (
		<>
			<Switch isSelected={all} onChange={setAll}>
				Old and beta versions too
			</Switch>
			<TickList label="Product areas">
				{groups.map((group) => (
					<BranchItem key={group.name} branch={group} keys={keys} chosen={chosen} level={0} />
				))}
			</TickList>
		</>
	);
}

type Level = { branch: Branch; keys: Set<string>; chosen: Chosen; level: number };

function BranchItem({ branch, keys, chosen, level }: Level) {
	const [open, setOpen] = useState(false);
	const { name, operations, inside } = branch;
	const ticked = operations.filter((operation) => keys.has(endpointKey(operation))).length;
	const Arrow = open ? ChevronDown : ChevronRight;
	return (
		<li>
			<div className={styles.branch} data-level={level}>
				<Checkbox
					aria-label={`All of ${name}`}
					isSelected={ticked === operations.length}
					isIndeterminate={ticked > 0 && ticked < operations.length}
					onChange={(on) => (on ? chosen.add(operations) : chosen.remove(operations))}
				/>
				<Button
					kind="quiet"
					small
					className={styles.unfold ?? ""}
					aria-expanded={open}
					onPress={() => setOpen(!open)}
				>
					<Arrow aria-hidden />
					<span>{name}</span>
					<span className={`muted num ${styles.amount}`}>
						{ticked > 0 ? `${ticked} of ${operations.length}` : operations.length}
					</span>
				</Button>
			</div>
			{open && (
				<Stack as="ul" gap="1" className={styles.inside ?? ""} aria-label={name}>
					{inside.length > 0
						? inside.map((api) => (
								<BranchItem key={api.name} branch={api} keys={keys} chosen={chosen} level={level + 1} />
							))
						: operations.map((operation) => (
								<Leaf
									key={endpointKey(operation)}
									operation={operation}
									isChosen={keys.has(endpointKey(operation))}
									chosen={chosen}
								/>
							))}
				</Stack>
			)}
		</li>
	);
}

function Leaf({
	operation,
	isChosen,
	chosen,
}: {
	operation: CatalogOperation;
	isChosen: boolean;
	chosen: Chosen;
}) {
	return (
		<li>
			<Checkbox
				isSelected={isChosen}
				onChange={(on) => (on ? chosen.add([operation]) : chosen.remove([operation]))}
			>
				<span>
					{operation.title} <span className="muted">· {operation.version}</span>
				</span>
				<TickCall {...operation} />
			</Checkbox>
		</li>
	);
}
