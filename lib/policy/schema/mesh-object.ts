import type { z } from "zod";
import type { ConfigKind } from "../../model/config-object";
import { DestinationRule } from "./destination-rule";
import { PeerAuthentication } from "./peer-authentication";
import { ServiceEntry } from "./service-entry";
import { VirtualService } from "./virtual-service";
import { WorkloadEntry } from "./workload-entry";

/** Any object of the language, told apart by `kind`. */
export type MeshObject = VirtualService | DestinationRule | ServiceEntry | WorkloadEntry | PeerAuthentication;

/** The schema of each kind. Unknown fields are issues of code `unrecognized_keys`, which the parser turns into warnings. */
export const SCHEMAS: Record<ConfigKind, z.ZodType<MeshObject>> = {
  VirtualService,
  DestinationRule,
  ServiceEntry,
  WorkloadEntry,
  PeerAuthentication,
};
