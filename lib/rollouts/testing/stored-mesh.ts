import { kindOf } from "@/lib/changes/change-input";
import type { MeshPort, PutConfig } from "@/lib/mesh/port";
import type { ProxyPropagation } from "@/lib/model/proxy";
import type { Service, Workload } from "@/lib/model/workload";
import type { ConfigStore } from "@/lib/store/app-store";

/** A control plane over the real config store, whose proxies and workloads are what a test says. */
export class StoredMesh implements MeshPort {
  readonly kind = "envoy";
  known: Service[] = [];
  running: Workload[] = [];
  answers: ProxyPropagation[] = [];
  /** called before each write: another writer, a failure */
  beforeWrite: (items: PutConfig[]) => Promise<void> = async () => undefined;
  readonly #config: ConfigStore;
  readonly #mesh: string;

  constructor(config: ConfigStore, mesh: string) {
    this.#config = config;
    this.#mesh = mesh;
  }

  listConfig() {
    return this.#config.list(this.#mesh);
  }

  /** Counts the writes: while it stays, so do the objects. */
  revision() {
    return this.#config.revision(this.#mesh);
  }

  getConfig(key: PutConfig["key"]) {
    return this.#config.get(this.#mesh, key);
  }

  history(key: PutConfig["key"]) {
    return this.#config.history(this.#mesh, key);
  }

  async putConfig(items: PutConfig[]) {
    await this.beforeWrite(items);
    return this.#config.write(
      this.#mesh,
      items.map((item) => ({
        ...item,
        kind: item.key.plural === "peerauthentications" ? "PeerAuthentication" : kindOf(item.key),
      })),
    );
  }

  async services() {
    return this.known;
  }

  async workloads() {
    return this.running;
  }

  async proxies() {
    return [];
  }

  async proxyConfig() {
    return null;
  }

  async propagation() {
    return this.answers;
  }

  onChange() {
    return () => undefined;
  }
}
