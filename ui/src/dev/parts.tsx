import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "../styles/tokens.css";
import "../styles/reset.css";
import { Copy } from "lucide-react";
import { StrictMode, useEffect, useRef } from "react";
import { I18nProvider } from "react-aria-components";
import { createRoot } from "react-dom/client";
import { EnvironmentBadge } from "../domain/environment";
import { FormError } from "../domain/form-error";
import { inSeconds } from "../host/testing/samples";
import { Badge } from "../ui/badge";
import { Button, IconButton } from "../ui/button";
import { Card } from "../ui/card";
import { Chip, Chips } from "../ui/chip";
import { useContextMenu } from "../ui/context-menu";
import { CopyButton } from "../ui/copy-button";
import { EmptyState } from "../ui/empty-state";
import { Explain } from "../ui/explain";
import layout from "../ui/layout.module.css";
import { Menu } from "../ui/menu";
import { Note } from "../ui/note";
import { Progress } from "../ui/progress";
import { Ring } from "../ui/ring";
import { Row } from "../ui/row";
import { SearchField } from "../ui/search-field";
import { Select } from "../ui/select";
import { SkeletonCard } from "../ui/skeleton";
import { Checkbox, Switch } from "../ui/switch";
import { Tab, TabList, TabPanel, Tabs } from "../ui/tabs";
import { TextField } from "../ui/text-field";
import { showToast } from "../ui/toast";
import { ToastRegion } from "../ui/toast-region";
import { useTypedConfirmation } from "../ui/typed-confirmation";

// One of each primitive, in all states, for the pictures: /dev.html?case=parts&theme=dark.
const none = () => undefined;
const tones = ["ok", "warn", "danger", "info"] as const;
const kinds = ["plain", "primary", "danger", "quiet", "link"] as const;
const choices = [
	{ id: "one", text: "One" },
	{ id: "two", text: "Two" },
];

/** Whatever is under the pointer or has the focus. */
function WithMenu() {
	const { listeners, menu } = useContextMenu("Row", () => ({
		entries: [
			{ id: "copy", text: "Copy value", picture: <Copy aria-hidden />, keys: "Ctrl C", act: none },
			{ id: "delete", text: "Delete…", dangerous: true, act: none },
		],
	}));
	return (
		<>
			<button type="button" {...listeners}>
				Right click, Shift F10 or the Menu key
			</button>
			{menu}
		</>
	);
}

function Parts() {
	useEffect(
		() =>
			showToast("warn", "A message along the lower edge.", "It covers nothing.", { label: "Act", act: none }),
		[],
	);
	return (
		<main
			className={layout.page}
			style={{
				width: "100%",
				height: "calc(100% - var(--messages, 0px))",
				overflow: "auto",
				position: "relative",
			}}
		>
			<h1>Parts</h1>
			<Card title="Context menu">
				<WithMenu />
			</Card>
			<div className={layout.columns}>
				<Buttons />
				<Fields />
				<Dangerous />
				<Waiting />
				<Card
					title="Told"
					about={<Explain what="a note">What happened, why, and the one next action.</Explain>}
				>
					{tones.map((tone) => (
						<Note key={tone} tone={tone} title={`A note, ${tone}.`} actions={<Button small>Act</Button>}>
							What it means.
						</Note>
					))}
					<FormError
						error={{ code: "storage_failed", message: "The disk is full.", hint: "Free some space." }}
					/>
				</Card>
				<Card title="Badges and chips">
					<Row>
						{(["ok", "warn", "danger", "demo", "neutral", "accent"] as const).map((tone) => (
							<Badge key={tone} tone={tone}>
								{tone}
							</Badge>
						))}
					</Row>
					<Row>
						<EnvironmentBadge environment="production" />
						<EnvironmentBadge environment="production" lock="locked" long />
						<EnvironmentBadge environment="production" lock="unlocked" long />
						<EnvironmentBadge environment="app_developer" lock="unlocked" />
						<EnvironmentBadge environment="sandbox" />
					</Row>
					<Chips>
						<Chip>crm.objects.contacts.read</Chip>
						<Chip missing>tickets</Chip>
					</Chips>
				</Card>
				<EmptyState
					picture={<Copy />}
					title="Nothing is here yet"
					actions={<Button kind="primary">Begin</Button>}
				>
					<p>What this place is for.</p>
				</EmptyState>
				<SkeletonCard />
			</div>
			<ToastRegion />
		</main>
	);
}

function Buttons() {
	return (
		<Card title="Buttons, menu, tooltip">
			{[{}, { isPending: true }, { isDisabled: true }, { small: true }].map((state, at) => (
				<Row key={at}>
					{kinds.map((kind) => (
						<Button key={kind} kind={kind} {...state}>
							{kind}
						</Button>
					))}
				</Row>
			))}
			<Row>
				<CopyButton label="Copy" copy={async () => undefined} />
				<IconButton label="Copy it">
					<Copy aria-hidden />
				</IconButton>
				<Explain what="a scope">A scope is one permission of an app.</Explain>
				<Menu
					label="Acts"
					trigger={<Button>Menu</Button>}
					entries={[
						{ id: "one", text: "One", act: none },
						{ id: "two", text: "Two", dangerous: true, act: none },
					]}
				/>
			</Row>
			<Tabs selected="one" onSelect={none}>
				<TabList aria-label="Tabs">
					<Tab id="one">One</Tab>
					<Tab id="two">Two</Tab>
				</TabList>
				<TabPanel id="one">What the first one shows.</TabPanel>
			</Tabs>
		</Card>
	);
}

function Fields() {
	return (
		<Card title="Fields">
			<TextField label="With help" value="" placeholder="Acme" help="What it is for." onChange={none} />
			<TextField label="Wrong" value="80" error="Ports are numbers from 1024 to 65535." onChange={none} />
			<TextField label="Disabled" value="Acme" isDisabled onChange={none} />
			<SearchField label="Search" placeholder="Search" value="" onChange={none} />
			<Select label="Select" choices={choices} value="one" onChange={none} />
			<Switch isSelected>On</Switch>
			<Switch>Off</Switch>
			<Checkbox isSelected>Ticked</Checkbox>
			<Checkbox>Not ticked</Checkbox>
		</Card>
	);
}

/** Empty, and answered after other words. */
function Dangerous() {
	const asked = { label: "Type the Hub ID 26041877 to go on", wanted: "26041877", isNumber: true };
	const empty = useTypedConfirmation({ ...asked, wrong: "" });
	const wrong = useTypedConfirmation({ ...asked, wrong: "This is not the Hub ID. Nothing was sent." });
	const answered = useRef(false);
	useEffect(() => {
		if (!answered.current) wrong.isMet();
		answered.current = true;
	});
	return (
		<Card title="Confirmed by typing">
			{empty.field}
			{wrong.field}
		</Card>
	);
}

function Waiting() {
	return (
		<Card title="Waiting">
			<Progress label="Not known" words="Reading the files" onCancel={none} />
			<Progress label="Known" words="3 of 8 files fetched" done={3} total={8} onCancel={none} />
			<Row gap="3">
				{[1458, 171, -1].map((left) => (
					<Ring key={left} until={inSeconds(left)} lifetime={1800} lowAt={300} what="the time">
						{left}
					</Ring>
				))}
			</Row>
		</Card>
	);
}

const root = document.getElementById("root");
if (root) {
	createRoot(root).render(
		<StrictMode>
			<I18nProvider locale="en-US">
				<Parts />
			</I18nProvider>
		</StrictMode>,
	);
}
