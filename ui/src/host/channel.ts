/** What a long command tells while it works. */
export { Channel } from "@tauri-apps/api/core";
