import { z } from "zod";
import { ConfigKey } from "./config-object";
import { TransportSeries } from "./series";

/** How far a namespace is on the way to encrypted traffic. `watch`: both are taken, and a policy says so on purpose. */
export const MtlsStage = z.enum(["disabled", "permissive", "watch", "strict", "mixed"]);
export type MtlsStage = z.infer<typeof MtlsStage>;

export const MtlsWorkload = z.object({
  namespace: z.string(),
  workload: z.string(),
  mode: z.enum(["PERMISSIVE", "STRICT", "DISABLE"]),
  /** the policy that says so; null: the default */
  from: ConfigKey.nullable(),
  /** inbound requests of the window, and which share of those whose way is known was mutual TLS */
  requests: z.number(),
  mtlsShare: z.number().min(0).max(1).nullable(),
  identity: z.enum(["issued", "none", "refused", "withdrawn", "unknown"]),
  principal: z.string().nullable(),
  /** the earliest end of a certificate of its proxies */
  expiresAt: z.iso.datetime().nullable(),
  reason: z.string().nullable(),
});
export type MtlsWorkload = z.infer<typeof MtlsWorkload>;

export const MtlsNamespace = z.object({
  namespace: z.string(),
  stage: MtlsStage,
  /** its own policy `default`, which the stages write; null: none yet */
  policy: z
    .object({ key: ConfigKey, resourceVersion: z.string(), yaml: z.string(), updatedAt: z.iso.datetime() })
    .nullable(),
  workloads: z.number().int(),
  requests: z.number(),
  mtlsShare: z.number().min(0).max(1).nullable(),
});
export type MtlsNamespace = z.infer<typeof MtlsNamespace>;

export const MtlsCaller = z.object({
  caller: z.object({ namespace: z.string(), name: z.string() }),
  callee: z.object({ namespace: z.string(), workload: z.string() }),
  /** in the observation window; connections where `tcp` */
  requests: z.number(),
  tcp: z.boolean(),
  /** lately (windowSec) */
  ratePerSec: z.number(),
  seenWithinSec: z.number(),
  hasProxy: z.boolean(),
});
export type MtlsCaller = z.infer<typeof MtlsCaller>;

/** The answer of GET /api/v1/mtls: what the Security page shows. */
export const MtlsOverview = z.object({
  at: z.iso.datetime(),
  /** shares and rates are of so many seconds */
  windowSec: z.number(),
  /** plaintext callers are looked for so far back */
  quietSec: z.number(),
  namespaces: z.array(MtlsNamespace),
  workloads: z.array(MtlsWorkload),
  /** as far as traffic is on record */
  callers: z.array(MtlsCaller),
  /** why the record of callers is not whole, in sentences; []: it is */
  gaps: z.array(z.string()),
  /** so much of quietSec has traffic on record; null: that cannot be told */
  coveredSec: z.number().nullable(),
});
export type MtlsOverview = z.infer<typeof MtlsOverview>;

/** The answer of GET /api/v1/mtls/history: transports over the last 24 hours, steps without traffic absent. */
export const MtlsHistory = TransportSeries.extend({ fromMs: z.number(), toMs: z.number() });
export type MtlsHistory = z.infer<typeof MtlsHistory>;
