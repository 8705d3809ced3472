import { z } from "zod";
import { ConfigKey } from "./config-object";
import { Finding } from "./finding";
import { ProxyPropagation } from "./proxy";

export const ChangeState = z.enum(["pushing", "acknowledged", "partly_refused", "refused", "failed", "rolled_back"]);
export type ChangeState = z.infer<typeof ChangeState>;

export const DiffLine = z.object({
  kind: z.enum(["same", "add", "del"]),
  oldLine: z.number().int().optional(),
  newLine: z.number().int().optional(),
  text: z.string(),
});
export type DiffLine = z.infer<typeof DiffLine>;

export const ObjectDiff = z.object({
  key: ConfigKey,
  kind: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  added: z.number().int(),
  removed: z.number().int(),
  lines: z.array(DiffLine),
});
export type ObjectDiff = z.infer<typeof ObjectDiff>;

/** What a change would do, before it is pushed. */
export const ChangePreview = z.object({
  diffs: z.array(ObjectDiff),
  /** Effect in words, most important first. */
  effects: z.array(z.string()),
  unchanged: z.array(z.string()),
  findings: z.array(Finding),
  touches: z.object({
    proxies: z.number().int(),
    callers: z.array(z.string()),
    ratePerSec: z.number().nullable(),
  }),
});
export type ChangePreview = z.infer<typeof ChangePreview>;

/** One object written as part of a change. `resourceVersion` null: it must not exist yet. */
export const ChangeItem = z.object({
  key: ConfigKey,
  yaml: z.string().nullable(),
  resourceVersion: z.string().nullable(),
});
export type ChangeItem = z.infer<typeof ChangeItem>;

export const Change = z.object({
  id: z.string(),
  number: z.number().int(),
  mesh: z.string(),
  state: ChangeState,
  author: z.string(),
  reason: z.string(),
  createdAt: z.iso.datetime(),
  items: z.array(
    z.object({
      key: ConfigKey,
      before: z.string().nullable(),
      after: z.string().nullable(),
      resourceVersion: z.string(),
    }),
  ),
  revision: z.number().int(),
  rollsBack: z.string().optional(),
  propagation: z.array(ProxyPropagation),
});
export type Change = z.infer<typeof Change>;
