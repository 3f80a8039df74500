const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const full = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "long" });

/** "24:18" or "1:02:03"; zero once the time is up. */
export function countdown(seconds: number): string {
	const left = Math.max(0, seconds);
	const hours = Math.floor(left / 3600);
	const minutes = Math.floor((left % 3600) / 60);
	const rest = String(left % 60).padStart(2, "0");
	return hours > 0
		? `${hours}:${String(minutes).padStart(2, "0")}:${rest}`
		: `${String(minutes).padStart(2, "0")}:${rest}`;
}

/** "24 min" or "1 h 5 min"; whole minutes only. */
export function minutes(number: number): string {
	if (number < 1) return "under 1 min";
	return number < 60 ? `${number} min` : `${Math.floor(number / 60)} h ${number % 60} min`;
}

/** The day on the person's wall that a moment falls on, as a name to compare by. */
export function dayOf(moment: Date): string {
	return moment.toDateString();
}

/** "14:32:08" in the person's own zone, with the date on other days: what is shown may have been left open overnight. */
export function clockTime(instant: string, today = dayOf(new Date())): string {
	const date = new Date(instant);
	return dayOf(date) === today ? clock.format(date) : `${clock.format(date)} ${day.format(date)}`;
}

/** "14:32", in the person's own zone. */
export function hourAndMinute(instant: string): string {
	return hour.format(new Date(instant));
}

/** "14:32:08 today", or with the date on other days. */
export function dayTime(instant: string, today = dayOf(new Date())): string {
	const date = new Date(instant);
	return `${clock.format(date)} ${dayOf(date) === today ? "today" : day.format(date)}`;
}

/** The whole date, for hovering. */
export function fullTime(instant: string): string {
	return full.format(new Date(instant));
}

/** "611 B", "12.4 kB", "98 MB". */
export function byteSize(bytes: number): string {
	if (bytes < 1000) return `${bytes} B`;
	if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
	return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "142 ms" or "2.4 s". */
export function duration(milliseconds: number): string {
	return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** "1 scope", "3 scopes". */
export function count(number: number, one: string, many = `${one}s`): string {
	return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

/** "eu1" as people say it. */
export function dataCenterName(code: string | null): string | null {
	if (code === null) return null;
	const area = { na: "US", eu: "EU", ap: "AP" }[code.slice(0, 2)];
	return area === undefined ? code : `${area} (${code})`;
}

const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const wholeDay = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** "30 March 2027" for a day, "September 2027" for a month without one. */
export function monthOrDay(date: string): string {
	const isMonth = /^\d{4}-\d{2}$/.test(date);
	return (isMonth ? month : wholeDay).format(new Date(isMonth ? `${date}-01` : date));
}
