import { z } from "zod";
import { meshObject } from "./metadata";

const MutualTls = z.strictObject({ mode: z.enum(["UNSET", "DISABLE", "PERMISSIVE", "STRICT"]).optional() });

/** Which transport a workload takes on its inbound side. Source: security.istio.io/v1 PeerAuthentication. */
export const PeerAuthenticationSpec = z.strictObject({
  selector: z.strictObject({ matchLabels: z.record(z.string(), z.string()).optional() }).optional(),
  mtls: MutualTls.optional(),
  /** by the workload's own port, not the service's */
  portLevelMtls: z.record(z.string(), MutualTls).optional(),
});
export type PeerAuthenticationSpec = z.infer<typeof PeerAuthenticationSpec>;

export const PeerAuthentication = meshObject("PeerAuthentication", PeerAuthenticationSpec);
export type PeerAuthentication = z.infer<typeof PeerAuthentication>;
