import { z } from "zod";
import { Change } from "./change";
import { ConfigObject } from "./config-object";
import { Service, Workload } from "./workload";

/** The answer of GET /api/v1/services/{namespace}/{name}. Traffic of it comes from the graph and from series. */
export const ServiceDetail = z.object({
  service: Service,
  /** the workloads behind it */
  workloads: z.array(Workload),
  /** objects that name its host, in the order of their kinds */
  config: z.array(ConfigObject),
  /** latest changes of those objects, newest first */
  changes: z.array(Change),
});
export type ServiceDetail = z.infer<typeof ServiceDetail>;
