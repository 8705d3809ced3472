import { kindOf } from "@/lib/changes/change-input";
import type { MeshPort, PutConfig } from "@/lib/mesh/port";
import { MemoryConfigStore } from "@/lib/mesh/xds/memory-config-store";
import type { ProxyPropagation } from "@/lib/model/proxy";
import type { Service } from "@/lib/model/workload";

/** A control plane in memory whose proxies answer what a test says. */
export class MemoryMesh implements MeshPort {
  readonly kind = "envoy";
  readonly config = new MemoryConfigStore();
  answers: ProxyPropagation[] = [];
  known: Service[] = [];
  /** called between the verb's look and the write: another writer, a crash */
  beforeWrite: () => Promise<void> = async () => undefined;
  readonly #listeners = new Set<() => void>();

  async listConfig() {
    return this.config.list("local");
  }

  getConfig(key: PutConfig["key"]) {
    return this.config.get("local", key);
  }

  history(key: PutConfig["key"]) {
    return this.config.history("local", key);
  }

  async putConfig(items: PutConfig[]) {
    await this.beforeWrite();
    return this.config.write(
      "local",
      items.map((item) => ({ ...item, kind: kindOf(item.key) })),
    );
  }

  async services() {
    return this.known;
  }

  async workloads() {
    return [];
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

  onChange(listener: () => void) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The proxies have answered. */
  answer(states: ProxyPropagation["state"][]): void {
    this.answers = states.map((state, i) => ({
      proxyId: `p${i}`,
      workload: "web-v1",
      namespace: "shop",
      state,
      ...(state === "refused" ? { reason: "no cluster" } : {}),
    }));
    for (const listener of this.#listeners) listener();
  }
}
