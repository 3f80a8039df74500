import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { copyText } from "../../host/mutations";
import { Button, IconButton } from "../../ui/button";
import { Card } from "../../ui/card";
import { CopyButton } from "../../ui/copy-button";
import { Explain } from "../../ui/explain";
import { focusFirstWrong, TextField } from "../../ui/text-field";
import styles from "./callback-ports.module.css";

/** The ports that the answer from the browser may come to; the first free one is used. */
export function CallbackPorts({
	ports,
	onChange,
	isSaving,
}: {
	ports: number[];
	onChange: (ports: number[]) => void;
	isSaving: boolean;
}) {
	const [typed, setTyped] = useState("");
	const [problem, setProblem] = useState<string>();
	const add = (event: FormEvent) => {
		event.preventDefault();
		const found = checkPort(typed, ports);
		setProblem(found);
		if (found !== undefined) return focusFirstWrong(event.currentTarget as Element);
		onChange([...ports, Number(typed)]);
		setTyped("");
	};
	return (
		<Card
			title="Callback ports"
			about={
				<Explain what="a callback port">
					The number at the end of localhost: where this computer takes HubSpot's answer once somebody has
					allowed an app. HubSpot sends it only to addresses that the app lists as redirect URLs.
				</Explain>
			}
		>
			<p className="muted">
				When you have allowed an app on HubSpot's page, the browser comes back to one of these addresses on
				this computer. Add each of them to your app in HubSpot, as a redirect URL. They are tried from the
				top.
			</p>
			<ol className={styles.ports} aria-label="Callback ports, in order">
				{ports.map((port, index) => (
					<li key={port}>
						<code>http://localhost:{port}/oauth/callback</code>
						<CopyButton
							iconOnly
							label={`Copy the address with port ${port}`}
							copy={() => copyText(`http://localhost:${port}/oauth/callback`)}
						/>
						<IconButton
							label={`Move ${port} up`}
							isDisabled={index === 0 || isSaving}
							onPress={() => onChange(swapped(ports, index - 1))}
						>
							<ArrowUp aria-hidden />
						</IconButton>
						<IconButton
							label={`Move ${port} down`}
							isDisabled={index === ports.length - 1 || isSaving}
							onPress={() => onChange(swapped(ports, index))}
						>
							<ArrowDown aria-hidden />
						</IconButton>
						<IconButton
							label={`Remove ${port}`}
							isDisabled={ports.length === 1 || isSaving}
							onPress={() => onChange(ports.filter((other) => other !== port))}
						>
							<X aria-hidden />
						</IconButton>
					</li>
				))}
			</ol>
			<form className={styles.addPort} onSubmit={add}>
				<TextField
					label="Another port"
					inputMode="numeric"
					value={typed}
					onChange={setTyped}
					error={problem}
				/>
				<Button type="submit" isPending={isSaving}>
					<Plus aria-hidden />
					Add
				</Button>
			</form>
		</Card>
	);
}

/** Why a port cannot be added; nothing when it can. */
function checkPort(text: string, ports: number[]): string | undefined {
	const port = Number(text.trim());
	if (!/^\d+$/.test(text.trim()) || port < 1024 || port > 65_535) return "Enter a number from 1024 to 65535.";
	return ports.includes(port) ? "This port is in the list already." : undefined;
}

function swapped(ports: number[], index: number): number[] {
	const [first, second] = [ports[index], ports[index + 1]];
	if (first === undefined || second === undefined) return ports;
	return [...ports.slice(0, index), second, first, ...ports.slice(index + 2)];
}
