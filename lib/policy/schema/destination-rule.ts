import { z } from "zod";
import { meshObject } from "./metadata";
import { TrafficPolicy } from "./traffic-policy";

export const Subset = z.strictObject({
  name: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
  trafficPolicy: TrafficPolicy.optional(),
});
export type Subset = z.infer<typeof Subset>;

/** Source: networking.istio.io/v1 DestinationRule. */
export const DestinationRuleSpec = z.strictObject({
  host: z.string(),
  trafficPolicy: TrafficPolicy.optional(),
  subsets: z.array(Subset).optional(),
  exportTo: z.array(z.string()).optional(),
  workloadSelector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
});
export type DestinationRuleSpec = z.infer<typeof DestinationRuleSpec>;

export const DestinationRule = meshObject("DestinationRule", DestinationRuleSpec);
export type DestinationRule = z.infer<typeof DestinationRule>;
