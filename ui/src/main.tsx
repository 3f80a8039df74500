import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./styles/tokens.css";
import "./styles/reset.css";
import { App } from "./app/app";
import { mendLanguage } from "./app/language";
import { FaultBoundary } from "./domain/fault-boundary";
import { createQueryClient } from "./host/query-client";

const root = document.getElementById("root");
if (!root) throw new Error("BUG: index.html has no #root");
mendLanguage();
createRoot(root).render(
	<StrictMode>
		<QueryClientProvider client={createQueryClient()}>
			<FaultBoundary what="The window">
				<App />
			</FaultBoundary>
		</QueryClientProvider>
	</StrictMode>,
);
