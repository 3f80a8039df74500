import { type KeyboardEvent, useRef, useState } from "react";
import type { SentRequest } from "../host/bindings";
import { useContextMenu } from "../ui/context-menu";
import { HeaderTable } from "../ui/header-table";
import { VisibleText } from "../ui/visible-text";
import styles from "./response-headers.module.css";
import type { BodyActs } from "./use-body-acts";

/** The headers of an answer. One row has the focus; arrows go on to the next. */
export function ResponseHeaders({ headers, acts }: { headers: SentRequest["headers"]; acts: BodyActs }) {
	const [active, setActive] = useState(0);
	const box = useRef<HTMLDivElement>(null);
	const line = ({ name, value }: { name: string; value: string }) => `${name}: ${value}`;
	const { listeners, menu } = useContextMenu("Header", (target) => {
		const row = target.closest<HTMLElement>("[data-index]");
		const header = headers[Number(row?.dataset.index)];
		if (!header) return null;
		return {
			anchor: row,
			entries: [
				{ id: "value", text: "Copy value", act: () => acts.copy(header.value, "Value") },
				{ id: "line", text: "Copy name and value", act: () => acts.copy(line(header), "Header") },
				{
					id: "all",
					text: "Copy all headers",
					act: () => acts.copy(headers.map(line).join("\n"), "Headers"),
				},
			],
		};
	});
	const go = (to: number) => {
		setActive(to);
		box.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus();
	};
	const key = (event: KeyboardEvent) => {
		listeners.onKeyDown(event);
		const header = headers[active];
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		const isCopy = (event.ctrlKey || event.metaKey) && event.key === "c";
		if (step !== undefined) go(Math.max(0, Math.min(headers.length - 1, active + step)));
		else if (isCopy && header && !window.getSelection()?.toString()) acts.copy(header.value, "Value");
		else return;
		event.preventDefault();
	};
	return (
		<div ref={box} className={styles.scroll}>
			<HeaderTable
				role="grid"
				aria-label="Response headers"
				onContextMenu={listeners.onContextMenu}
				onKeyDown={key}
			>
				<thead className="sr-only">
					<tr>
						<th scope="col">Name</th>
						<th scope="col">Value</th>
					</tr>
				</thead>
				<tbody>
					{headers.map(({ name, value }, index) => (
						<tr
							key={`${name} ${index}`}
							data-index={index}
							tabIndex={index === active ? 0 : -1}
							onFocus={() => setActive(index)}
						>
							<th scope="row" className="mono">
								{name}
							</th>
							<td className="mono">
								<VisibleText text={value} />
							</td>
						</tr>
					))}
				</tbody>
			</HeaderTable>
			{menu}
		</div>
	);
}
