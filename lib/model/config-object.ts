import { z } from "zod";

/** Kubernetes' own names: group/version/plural/namespace/name. */
export const ConfigKey = z.object({
  group: z.string(),
  version: z.string(),
  plural: z.string(),
  namespace: z.string(),
  name: z.string(),
});
export type ConfigKey = z.infer<typeof ConfigKey>;

/** The kinds the embedded control plane stores. */
export const CONFIG_KINDS = [
  { group: "networking.istio.io", version: "v1", plural: "virtualservices", kind: "VirtualService" },
  { group: "networking.istio.io", version: "v1", plural: "destinationrules", kind: "DestinationRule" },
  { group: "networking.istio.io", version: "v1", plural: "serviceentries", kind: "ServiceEntry" },
  { group: "networking.istio.io", version: "v1", plural: "workloadentries", kind: "WorkloadEntry" },
  { group: "security.istio.io", version: "v1", plural: "peerauthentications", kind: "PeerAuthentication" },
] as const;
export type ConfigKind = (typeof CONFIG_KINDS)[number]["kind"];

/** A stored object. `yaml` is kept exactly as written (comments, order); `resourceVersion` is its ETag. */
export const ConfigObject = z.object({
  key: ConfigKey,
  kind: z.string(),
  yaml: z.string(),
  resourceVersion: z.string(),
  /** mesh-wide revision this write made; proxies acknowledge revisions */
  revision: z.number().int(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  reason: z.string(),
});
export type ConfigObject = z.infer<typeof ConfigObject>;

/** One entry of an object's history; `yaml` null: deleted. */
export const ConfigRevision = ConfigObject.extend({ yaml: z.string().nullable() });
export type ConfigRevision = z.infer<typeof ConfigRevision>;
