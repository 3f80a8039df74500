import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The window's policy is `font-src 'self'; style-src 'self'`, so nothing may be inlined as data: or <style>.
export default defineConfig({
	plugins: [react()],
	clearScreen: false,
	server: { port: 5173, strictPort: true },
	build: {
		outDir: "dist",
		emptyOutDir: true,
		target: ["chrome110", "safari16"],
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
	},
	test: {
		environment: "happy-dom",
		setupFiles: ["src/host/testing/setup.ts"],
		css: { modules: { classNameStrategy: "non-scoped" } },
		testTimeout: 20_000,
	},
});
