import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { FreezeWindow } from "../../model/freeze-window";
import { apiFetch } from "../api-fetch";

const one = (id: string) => `freeze-windows/${encodeURIComponent(id)}`;

/** Times in which no run goes forward. */
export const freezeWindowsQuery = () =>
  queryOptions({
    queryKey: ["freeze-windows"],
    queryFn: ({ signal }) => apiFetch(z.array(FreezeWindow), "freeze-windows", { signal }),
  });

export function addFreezeWindow(input: Omit<FreezeWindow, "id">): Promise<FreezeWindow> {
  return apiFetch(FreezeWindow, "freeze-windows", { method: "POST", body: input });
}

export function changeFreezeWindow({ id, ...window }: FreezeWindow): Promise<FreezeWindow> {
  return apiFetch(FreezeWindow, one(id), { method: "PUT", body: window });
}

export async function removeFreezeWindow(id: string): Promise<void> {
  await apiFetch(z.unknown(), one(id), { method: "DELETE" });
}
