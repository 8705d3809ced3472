import { z } from "zod";
import { appendAudit } from "../../identity/audit";
import { verifyAudit } from "../../identity/verify-audit";
import { AuditEntry, AuditHead, AuditVerification } from "../../model/audit-entry";
import { auditEntries, auditLog } from "../../queries/audit-log";
import { AUDIT_FORMATS, auditExport } from "../audit-export";
import { countParam, MomentMs } from "../query-params";
import { defineRoute, type Route } from "../route";

const word = z.string().max(300).optional();

const Filter = z.object({
  action: word,
  actor: word,
  target: word,
  namespace: word,
  outcome: AuditEntry.shape.outcome.optional(),
  from: MomentMs.optional(),
  to: MomentMs.optional(),
});

function filterOf({ from, to, ...words }: z.output<typeof Filter>) {
  return { ...words, fromMs: from, toMs: to };
}

const Pin = z
  .string()
  .regex(/^\d{1,15}:[0-9a-f]{64}$/, "seq:hash, as the console shows and logs it")
  .transform((text): AuditHead => ({ seq: Number(text.split(":")[0]), hash: text.split(":")[1] ?? "" }));

export const auditRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/audit",
    summary:
      "Who did what, newest first; action, actor, target, namespace: parts of words; before: the seq of the last entry of the page before.",
    role: "viewer",
    query: Filter.extend({ limit: countParam({ min: 1, max: 1000, default: 100 }), before: word }),
    output: z.array(AuditEntry),
    run: async ({ ctx, query: { limit, before, ...filter } }) => ({
      body: await auditLog({ ctx, input: { ...filterOf(filter), limit, before } }),
    }),
  }),
  defineRoute({
    method: "GET",
    path: "/audit/export",
    summary: "All entries that fit, newest first, as NDJSON or CSV; the export itself is on record.",
    role: "viewer",
    query: Filter.extend({ format: z.enum(AUDIT_FORMATS).default("ndjson") }),
    output: z.string(),
    run: async ({ ctx, query: { format, ...filter } }) => {
      const detail = { format, ...filter };
      const facts = { action: "audit.export", target: format, namespace: "", outcome: "allowed", detail } as const;
      await appendAudit(ctx.store.audit, ctx, facts);
      return {
        body: "",
        headers: { "content-disposition": `attachment; filename="heddle-audit.${format}"` },
        stream: auditExport(auditEntries(ctx, filterOf(filter)), format),
      };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/audit/head",
    summary: "Where the audit chain ends: kept outside Heddle, it proves later that nothing before it was changed.",
    role: "viewer",
    output: AuditHead,
    run: async ({ ctx }) => ({ body: await ctx.store.audit.head() }),
  }),
  defineRoute({
    method: "GET",
    path: "/audit/verify",
    summary: "Walks the audit chain and names entries that were changed, removed or moved; head: a kept seq:hash.",
    role: "viewer",
    query: z.object({ head: Pin.optional() }),
    output: AuditVerification,
    run: async ({ ctx, query: { head } }) => ({
      body: await verifyAudit({ ctx, input: { pins: head ? [head] : [] } }),
    }),
  }),
];
