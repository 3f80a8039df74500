import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ReportPreview, ReportProgress } from "../../host/bindings";
import { Channel, cancelReport, discardReport } from "../../host/mutations";

type Make = (progress: Channel<ReportProgress>) => Promise<ReportPreview>;

/** A report that is made, and made anew when something of it is to be different. It goes with what shows it. */
export function useReport() {
	const [preview, setPreview] = useState<ReportPreview | null>(null);
	const [progress, setProgress] = useState<ReportProgress | null>(null);
	const [since, setSince] = useState("");
	const held = useRef<ReportPreview | null>(null);
	const isGone = useRef(false);
	const forget = (report: ReportPreview | null) => {
		if (report !== null) void discardReport(report.id).catch(() => undefined);
	};
	const making = useMutation({
		// A function, so that no text that is typed stays in the variables of a mutation.
		mutationFn: (make: Make) => {
			const channel = new Channel<ReportProgress>();
			channel.onmessage = setProgress;
			setProgress(null);
			setSince(new Date().toISOString());
			return make(channel);
		},
		onSuccess: (made) => {
			if (isGone.current) return forget(made);
			if (held.current?.id !== made.id) forget(held.current);
			held.current = made;
			setPreview(made);
		},
	});
	const isMaking = useRef(false);
	isMaking.current = making.isPending;
	useEffect(() => {
		isGone.current = false;
		return () => {
			isGone.current = true;
			if (isMaking.current) void cancelReport().catch(() => undefined);
			forget(held.current);
			held.current = null;
		};
	}, []);
	return {
		preview,
		/** What is being made, and how far it is. */
		making,
		progress,
		since,
		make: (make: Make) => making.mutate(make),
		cancel: () => void cancelReport().catch(() => undefined),
		/** Back to the choice; what was made is forgotten. */
		drop: () => {
			forget(held.current);
			held.current = null;
			making.reset();
			setPreview(null);
		},
	};
}

export type Report = ReturnType<typeof useReport>;
