import { z } from "zod";
import { meshObject } from "./metadata";
import { WorkloadEntrySpec } from "./workload-entry";

/** Source: networking.istio.io/v1 ServiceEntry. */
export const ServiceEntrySpec = z.strictObject({
  hosts: z.array(z.string()),
  addresses: z.array(z.string()).optional(),
  ports: z
    .array(
      z.strictObject({
        number: z.int(),
        name: z.string(),
        protocol: z.string().optional(),
        targetPort: z.int().optional(),
      }),
    )
    .optional(),
  location: z.enum(["MESH_EXTERNAL", "MESH_INTERNAL"]).optional(),
  resolution: z.enum(["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"]).optional(),
  endpoints: z.array(WorkloadEntrySpec).optional(),
  workloadSelector: z.strictObject({ labels: z.record(z.string(), z.string()).optional() }).optional(),
  exportTo: z.array(z.string()).optional(),
  subjectAltNames: z.array(z.string()).optional(),
});
export type ServiceEntrySpec = z.infer<typeof ServiceEntrySpec>;

export const ServiceEntry = meshObject("ServiceEntry", ServiceEntrySpec);
export type ServiceEntry = z.infer<typeof ServiceEntry>;
