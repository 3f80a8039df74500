import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

// The window speaks English and pins React Aria to en-US; its thirty other languages stay out of the bundle.
const oneLanguage: Plugin = {
	name: "one-language",
	transform: {
		filter: { id: /react-(aria|stately)[^?]*\/intl\/.*\/(?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/ },
		handler: () => ({ code: "export default {};", map: null }),
	},
};

// The window's policy is `font-src 'self'; style-src 'self'`, so nothing may be inlined as data: or <style>.
export default defineConfig(({ command }) => ({
	plugins: [react(), oneLanguage],
	// Each name of a class is in the scripts too; in the built page they are short.
	css: { modules: command === "build" ? { generateScopedName: "[hash:base64:5]" } : {} },
	clearScreen: false,
	server: { port: 5173, strictPort: true },
	build: {
		outDir: "dist",
		emptyOutDir: true,
		target: ["chrome110", "safari16"],
		assetsInlineLimit: 0,
		// The files are on this computer: naming what each chunk imports beforehand would only make the first script longer.
		modulePreload: {
			polyfill: false,
			resolveDependencies: (_, files, { hostType }) => (hostType === "html" ? files : []),
		},
		rolldownOptions: {
			output: {
				// What every chunk needs is one script, with all that it imports: in small ones it is compressed less.
				codeSplitting: {
					groups: [
						{
							name: "base",
							test: /node_modules\/(react|@tanstack\/(query-core|react-query))\/|src\/(lib\/(store|format)|host\/queries\/(read|connecting|changes)|domain\/wanted-diagnosis|navigation|ui\/(button|note|toast)\.)/,
						},
					],
				},
			},
		},
		// The page comes from the disk; its budget is kept by scripts/budget.mjs.
		chunkSizeWarningLimit: 1000,
	},
	test: {
		environment: "happy-dom",
		setupFiles: ["src/host/testing/setup.ts"],
		css: { modules: { classNameStrategy: "non-scoped" } },
		testTimeout: 20_000,
		// A busy computer is no failure: loading all views takes it longer than the default.
		hookTimeout: 60_000,
		// What passes only on a retry has a race; nothing here drives a foreign program. See CONTRIBUTING.md.
		retry: 0,
	},
}));
