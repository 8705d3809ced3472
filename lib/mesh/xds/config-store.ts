import type { ConfigKey, ConfigObject, ConfigRevision } from "../../model/config-object";

/** One write; `resourceVersion` as in PutConfig: equal to the stored one, null for "must not exist", undefined for "whatever is there". */
export interface ConfigStoreWrite {
  key: ConfigKey;
  kind: string;
  yaml: string | null;
  resourceVersion?: string | null;
  actor: string;
  reason: string;
}

/**
 * Where the control plane keeps its objects: the slice of the console's store it needs. A write makes one new mesh-wide
 * revision for all its items, or throws HeddleError `conflict` (details: { current }) and writes nothing.
 */
export interface MeshConfigStore {
  list(mesh: string): Promise<ConfigObject[]>;
  get(mesh: string, key: ConfigKey): Promise<ConfigObject | null>;
  history(mesh: string, key: ConfigKey): Promise<ConfigRevision[]>;
  write(mesh: string, items: ConfigStoreWrite[]): Promise<{ objects: (ConfigObject | null)[]; revision: number }>;
  revision(mesh: string): Promise<number>;
}
