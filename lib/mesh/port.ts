import type { ConfigKey, ConfigObject, ConfigRevision } from "../model/config-object";
import type { MeshAuthorities } from "../model/mesh-authority";
import type { ProxyPropagation, ProxyStatus } from "../model/proxy";
import type { Service, Workload } from "../model/workload";

export interface PutConfig {
  key: ConfigKey;
  /** null: delete */
  yaml: string | null;
  /** must equal the stored resourceVersion; null: the object must not exist; undefined: write whatever is there */
  resourceVersion?: string | null;
  actor: string;
  reason: string;
  /** the leader that writes: refused with `conflict` when a newer one holds the lease */
  fence?: { lease: string; epoch: number };
}

/** What a control plane that issues identities can tell and do about them. */
export interface MeshIdentity {
  /** what a bootstrap must trust on the xDS port; null where that port is plain */
  xdsCa(): { pem: string; spiffeId: string } | null;
  authorities(): MeshAuthorities;
  /** Begins a rotation of the root. Throws `conflict` while one is under way. */
  rotateAuthority(): Promise<void>;
  /** A join token was revoked: looks at once who loses an identity by it, and has its certificates refused. */
  recheckTokens(): Promise<void>;
}

/**
 * A control plane. Two adapters: the embedded xDS server and Istio on Kubernetes.
 * Writes throw HeddleError `conflict` (details: { current: ConfigObject | null }) when the resourceVersion is stale.
 */
export interface MeshPort {
  readonly kind: "envoy" | "istio";
  /** absent where identities are another's business */
  readonly identity?: MeshIdentity;
  listConfig(filter?: { plural?: string; namespace?: string }): Promise<ConfigObject[]>;
  getConfig(key: ConfigKey): Promise<ConfigObject | null>;
  history(key: ConfigKey): Promise<ConfigRevision[]>;
  /** Writes all items in one transaction and pushes once; gives the stored objects (null for deleted) and the revision. */
  putConfig(items: PutConfig[]): Promise<{ objects: (ConfigObject | null)[]; revision: number }>;
  services(): Promise<Service[]>;
  workloads(): Promise<Workload[]>;
  proxies(): Promise<ProxyStatus[]>;
  /** The resources a proxy was last sent, by type, as JSON. null: no such proxy. */
  proxyConfig(proxyId: string): Promise<Record<string, unknown> | null>;
  /** What became of a config revision, proxy by proxy. */
  propagation(revision: number): Promise<ProxyPropagation[]>;
  /** Calls back when proxies, acknowledgements or config change; at most every 100 ms. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}
