import { z } from "zod";

const Label = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, "lower case letters, digits and - only");

/** What admits proxies of one workload to an identity. Its secret is shown once and stored as a hash. */
export const JoinToken = z.object({
  id: z.string(),
  name: z.string(),
  namespace: z.string(),
  workload: z.string(),
  /** last part of the principal; default: the workload */
  serviceAccount: z.string(),
  /** how many proxies it may admit; one that is admitted comes back as often as it likes */
  maxProxies: z.number().int(),
  proxies: z.array(z.string()),
  /** when it last admitted a proxy that is new to it; null: none yet */
  lastAdmittedAt: z.iso.datetime().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** until when it admits new proxies */
  expiresAt: z.iso.datetime(),
});
export type JoinToken = z.infer<typeof JoinToken>;

export const NewJoinToken = z.object({
  name: z.string().trim().min(1).max(100).default("bootstrap"),
  namespace: Label,
  workload: Label,
  serviceAccount: Label.optional(),
  maxProxies: z.number().int().min(1).max(1000).default(1),
  expiresInMinutes: z
    .number()
    .int()
    .min(1)
    .max(30 * 24 * 60)
    .default(60),
});
export type NewJoinToken = z.output<typeof NewJoinToken>;

/** The answer to making one. `xdsCa`: what the bootstrap must trust on the xDS port; null where that port is plain. */
export const CreatedJoinToken = JoinToken.extend({
  token: z.string(),
  xdsCa: z.object({ pem: z.string(), spiffeId: z.string() }).nullable(),
});
export type CreatedJoinToken = z.infer<typeof CreatedJoinToken>;
