import { z } from "zod";

export const XdsType = z.enum(["cds", "eds", "lds", "rds", "sds"]);
export type XdsType = z.infer<typeof XdsType>;

/** Versions are the control plane's; "" when none. `reason`: the proxy's own words for a refusal. */
export const ProxyTypeState = z.object({
  sent: z.string(),
  acked: z.string(),
  state: z.enum(["acked", "stale", "refused", "notSent"]),
  reason: z.string().optional(),
});
export type ProxyTypeState = z.infer<typeof ProxyTypeState>;

/**
 * Who a proxy is to others. `none`: it brought no join token; `refused`: what it brought admits it to nothing, `reason` says why;
 * `withdrawn`: its token was revoked. Without an identity it has its configuration, but no certificate.
 */
export const ProxyIdentity = z.object({
  state: z.enum(["issued", "none", "refused", "withdrawn"]),
  principal: z.string().optional(),
  /** end and number of the present certificate, and when the next is due */
  expiresAt: z.iso.datetime().optional(),
  renewsAt: z.iso.datetime().optional(),
  serial: z.string().optional(),
  reason: z.string().optional(),
});
export type ProxyIdentity = z.infer<typeof ProxyIdentity>;

export const ProxyStatus = z.object({
  id: z.string(),
  workload: z.string(),
  namespace: z.string(),
  service: z.string(),
  version: z.string(),
  address: z.string(),
  adminAddress: z.string().optional(),
  envoyVersion: z.string().optional(),
  connected: z.boolean(),
  connectedAt: z.iso.datetime().optional(),
  lastSeenAt: z.iso.datetime(),
  types: z.partialRecord(XdsType, ProxyTypeState),
  /** absent where the control plane issues none */
  identity: ProxyIdentity.optional(),
  /** what its inbound port takes now */
  accepts: z.enum(["plaintext", "both", "mtls"]).optional(),
  /** something a person should look at, e.g. an id used by two proxies */
  note: z.string().optional(),
});
export type ProxyStatus = z.infer<typeof ProxyStatus>;

/** What became of one config revision at one proxy. `unaffected`: nothing this proxy holds changed. */
export const ProxyPropagation = z.object({
  proxyId: z.string(),
  workload: z.string(),
  namespace: z.string(),
  state: z.enum(["waiting", "sent", "acked", "refused", "unaffected", "disconnected"]),
  reason: z.string().optional(),
  keeps: z.string().optional(),
});
export type ProxyPropagation = z.infer<typeof ProxyPropagation>;

/** What the collector scrapes. `outboundTcp` maps an outbound TCP cluster to the workload behind it, where it is only one. */
export const ScrapeTarget = z.object({
  proxyId: z.string(),
  url: z.string(),
  mesh: z.string(),
  /** the proxy's own SPIFFE id, when it has one */
  principal: z.string().optional(),
  source: z.object({
    namespace: z.string(),
    workload: z.string(),
    app: z.string(),
    service: z.string(),
    version: z.string(),
  }),
  outboundTcp: z.record(
    z.string(),
    z.object({
      namespace: z.string(),
      workload: z.string(),
      app: z.string(),
      service: z.string(),
      version: z.string(),
    }),
  ),
});
export type ScrapeTarget = z.infer<typeof ScrapeTarget>;
