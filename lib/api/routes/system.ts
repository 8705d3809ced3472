import { z } from "zod";
import { AuditEntry } from "../../model/audit-entry";
import { SystemStatus } from "../../model/system-status";
import { auditLog } from "../../queries/audit-log";
import { countParam } from "../query-params";
import { defineRoute, type Route } from "../route";

const word = z.string().max(300).optional();

export const systemRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/audit",
    summary: "Who did what, newest first; before: the id of the last entry of the page before.",
    role: "viewer",
    query: z.object({
      limit: countParam({ min: 1, max: 1000, default: 100 }),
      before: word,
      action: word,
      actor: word,
      target: word,
    }),
    output: z.array(AuditEntry),
    run: async ({ ctx, query: input }) => ({ body: await auditLog({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/status",
    summary: "How Heddle itself is: sources, collector, versions, ports, what may have been lost.",
    role: "viewer",
    output: SystemStatus,
    run: async ({ console }) => ({ body: await console.status() }),
  }),
];
