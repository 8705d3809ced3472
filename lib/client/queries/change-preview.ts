import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type ChangeItem, ChangePreview } from "../../model/change";
import { apiFetch } from "../api-fetch";

/** What items would do if they were pushed now: difference, effect, findings, whom it reaches. Changes nothing. */
export const changePreviewQuery = (mesh: string, items: readonly ChangeItem[]) =>
  queryOptions({
    queryKey: ["change-preview", mesh, items],
    queryFn: ({ signal }) =>
      apiFetch(ChangePreview, "config/preview", { method: "POST", signal, query: { mesh }, body: { items } }),
    enabled: mesh !== "" && items.length > 0,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
