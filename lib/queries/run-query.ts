import type { Attributes } from "@opentelemetry/api";
import { requireRole } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import { withSpan } from "../telemetry/with-span";

/** One read: the caller must be a viewer somewhere; one span. Which namespaces it may see is the query's to respect. */
export function runQuery<T>(ctx: Ctx, name: string, facts: Attributes, read: () => Promise<T>): Promise<T> {
  requireRole(ctx.actor, "viewer");
  return withSpan(`query.${name}`, facts, read);
}
