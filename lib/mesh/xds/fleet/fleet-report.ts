import { z } from "zod";
import { ProxyStatus } from "../../../model/proxy";
import { PushOutcome } from "../ads/push-outcome";
import { ProxyNode } from "../registry/proxy-node";

/** One proxy as the console it is connected to, or was lately, tells the others. */
export const FleetProxy = z.object({
  node: ProxyNode,
  status: ProxyStatus,
  /** it counts as an endpoint */
  inGrace: z.boolean(),
  /** its callers are told to use mutual TLS */
  offersTls: z.boolean(),
  /** its latest pushes, oldest first */
  pushes: z.array(PushOutcome),
  /** the version it goes on using for what it refused */
  keeps: z.string().optional(),
});
export type FleetProxy = z.infer<typeof FleetProxy>;

/** What a console says of its proxies. */
export const FleetReport = z.object({
  proxies: z.array(FleetProxy),
  /** by proxy id of the whole mesh: which transport all callers that are connected here have been told, and have acknowledged */
  callersTold: z.record(z.string(), z.boolean()),
});
export type FleetReport = z.infer<typeof FleetReport>;
