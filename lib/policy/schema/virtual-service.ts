import { z } from "zod";
import { Destination, HttpRoute } from "./http-route";
import { meshObject } from "./metadata";

const L4Destination = z.strictObject({ destination: Destination, weight: z.int().optional() });

const TcpMatch = z.strictObject({
  destinationSubnets: z.array(z.string()).optional(),
  port: z.int().optional(),
  sourceLabels: z.record(z.string(), z.string()).optional(),
  sourceNamespace: z.string().optional(),
  gateways: z.array(z.string()).optional(),
});

const TcpRoute = z.strictObject({ match: z.array(TcpMatch).optional(), route: z.array(L4Destination).optional() });

const TlsRoute = z.strictObject({
  match: z.array(TcpMatch.extend({ sniHosts: z.array(z.string()) })),
  route: z.array(L4Destination).optional(),
});

/** Source: networking.istio.io/v1 VirtualService. Durations and percentages are checked by lib/policy/validate. */
export const VirtualServiceSpec = z.strictObject({
  hosts: z.array(z.string()),
  gateways: z.array(z.string()).optional(),
  exportTo: z.array(z.string()).optional(),
  http: z.array(HttpRoute).optional(),
  tls: z.array(TlsRoute).optional(),
  tcp: z.array(TcpRoute).optional(),
});
export type VirtualServiceSpec = z.infer<typeof VirtualServiceSpec>;

export const VirtualService = meshObject("VirtualService", VirtualServiceSpec);
export type VirtualService = z.infer<typeof VirtualService>;
