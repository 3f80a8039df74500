import { useEffect } from "react";
import type { Settings } from "../host/bindings";

const dark = "(prefers-color-scheme: dark)";

/** Puts theme and text size on the page; the system's theme is followed while it is chosen. */
export function useAppearance(settings: Settings | undefined) {
	const theme = settings?.theme ?? "system";
	const size = settings?.textSizePercent ?? 100;
	useEffect(() => {
		const system = window.matchMedia(dark);
		const put = () => {
			const chosen = theme === "system" ? (system.matches ? "dark" : "light") : theme;
			document.documentElement.dataset.theme = chosen;
		};
		put();
		system.addEventListener("change", put);
		return () => system.removeEventListener("change", put);
	}, [theme]);
	useEffect(() => {
		document.documentElement.style.fontSize = `${size}%`;
	}, [size]);
}
