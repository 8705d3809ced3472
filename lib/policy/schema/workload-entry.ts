import { z } from "zod";
import { meshObject } from "./metadata";

/** An endpoint outside the registry: a machine, a process. Source: networking.istio.io/v1 WorkloadEntry. */
export const WorkloadEntrySpec = z.strictObject({
  address: z.string().optional(),
  ports: z.record(z.string(), z.int()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  network: z.string().optional(),
  locality: z.string().optional(),
  weight: z.int().optional(),
  serviceAccount: z.string().optional(),
});
export type WorkloadEntrySpec = z.infer<typeof WorkloadEntrySpec>;

export const WorkloadEntry = meshObject("WorkloadEntry", WorkloadEntrySpec);
export type WorkloadEntry = z.infer<typeof WorkloadEntry>;
