import { z } from "zod";
import { MOST_ITEMS, Reason } from "../../changes/change-input";
import { listChanges } from "../../changes/list-changes";
import { observeChange } from "../../changes/observe";
import { pushChange } from "../../changes/push";
import { rollbackChange } from "../../changes/rollback";
import { Change, ChangeItem } from "../../model/change";
import { countParam, MeshParam } from "../query-params";
import { defineRoute, type Route } from "../route";

const query = z.object({ mesh: MeshParam });
const IdParams = z.object({ id: z.string().max(64) });

export const changeRoutes: Route[] = [
  defineRoute({
    method: "POST",
    path: "/changes",
    summary:
      "Pushes objects as one change: all of them or none. Each item says which resourceVersion it saw (null: none yet); a stale one is 409 with the difference.",
    role: "operator",
    query,
    body: z.object({
      items: z.array(ChangeItem).min(1).max(MOST_ITEMS),
      reason: Reason.default(""),
      /** why errors that may be overridden do not hold: STRICT while callers talk plaintext */
      override: Reason.min(10, "a reason of ten characters at least").optional(),
    }),
    output: Change,
    errors: ["conflict", "refused_by_policy", "too_large", "unsupported_media_type"],
    run: async ({ ctx, query: { mesh }, body }) => ({
      body: await pushChange({ ctx, input: { mesh, ...body } }),
      status: 201,
    }),
  }),
  defineRoute({
    method: "GET",
    path: "/changes",
    summary: "The latest changes, newest first, without their proxies.",
    role: "viewer",
    query: query.extend({ limit: countParam({ min: 1, max: 500, default: 100 }) }),
    output: z.array(Change),
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await listChanges({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/changes/{id}",
    summary: "One change with what became of it at each proxy, now.",
    role: "viewer",
    params: IdParams,
    output: Change,
    errors: ["not_found"],
    run: async ({ ctx, params }) => ({ body: await observeChange({ ctx, input: params }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/changes/{id}/rollback",
    summary: "Writes back what was there before a change, as a new change.",
    role: "operator",
    params: IdParams,
    body: z.object({ reason: Reason.default("") }).default({ reason: "" }),
    output: Change,
    errors: ["not_found", "conflict", "refused_by_policy"],
    run: async ({ ctx, params, body }) => ({
      body: await rollbackChange({ ctx, input: { ...params, ...body } }),
      status: 201,
    }),
  }),
];
