import { keepPreviousData } from "@tanstack/react-query";
import type { UpdateList } from "../bindings";
import { read } from "./read";

export const catalogState = read("catalogState");

export const updateRows = (id: string, list: UpdateList, start: number, count: number) => ({
	...read("updateRows", id, list, start, count),
	placeholderData: keepPreviousData,
});

/** Read anew each time the page is opened: other programs change it too. */
export const storageReport = { ...read("storageReport"), staleTime: 0, gcTime: 0 };
