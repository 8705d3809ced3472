import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { FreezeWindow } from "../../model/freeze-window";
import { apiFetch } from "../api-fetch";

/** Times in which no run goes forward. */
export const freezeWindowsQuery = () =>
  queryOptions({
    queryKey: ["freeze-windows"],
    queryFn: ({ signal }) => apiFetch(z.array(FreezeWindow), "freeze-windows", { signal }),
  });

export function addFreezeWindow(input: Omit<FreezeWindow, "id">): Promise<FreezeWindow> {
  return apiFetch(FreezeWindow, "freeze-windows", { method: "POST", body: input });
}

export async function removeFreezeWindow(id: string): Promise<void> {
  await apiFetch(z.unknown(), `freeze-windows/${encodeURIComponent(id)}`, { method: "DELETE" });
}
