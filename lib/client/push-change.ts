import { z } from "zod";
import { Change, type ChangeItem } from "../model/change";
import { ConfigObject } from "../model/config-object";
import { ApiError } from "./api-error";
import { apiFetch } from "./api-fetch";

/**
 * Writes items as one change and pushes it. Throws `conflict` when one of them changed since it was read, `refused_by_policy` with
 * findings. `override`: why findings that may be overridden do not hold; audited.
 */
export function pushChange(
  mesh: string,
  items: readonly ChangeItem[],
  reason: string,
  override?: string,
): Promise<Change> {
  return apiFetch(Change, "changes", { method: "POST", query: { mesh }, body: { items, reason, override } });
}

/** Writes back what was there before a change, as a new change. Throws `conflict` when it was changed since. */
export function rollBackChange(id: string, reason?: string): Promise<Change> {
  return apiFetch(Change, `changes/${encodeURIComponent(id)}/rollback`, {
    method: "POST",
    body: reason ? { reason } : {},
  });
}

const StaleDetails = z.object({ current: ConfigObject.nullable() });

/** What is stored now, out of the 409 of a stale write; undefined when `error` is something else. null: it was deleted. */
export function staleObject(error: unknown): ConfigObject | null | undefined {
  if (!(error instanceof ApiError) || error.code !== "conflict") return undefined;
  const details = StaleDetails.safeParse(error.details);
  return details.success ? details.data.current : undefined;
}
