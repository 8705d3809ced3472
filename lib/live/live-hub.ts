import type { Actor } from "../model/actor";
import type { GraphView } from "../model/graph";
import { LiveConnection } from "./live-connection";
import type { LiveMeter, LivePorts, LiveWire } from "./live-ports";
import { ViewWatch, type ViewWatcher } from "./view-watch";

/** Live views are computed anew this often, on the grid of the edge buckets. */
export const REFRESH_MS = 5000;
/** After the grid's step, so that what the step brought is stored. */
const REFRESH_OFFSET_MS = 400;
const MOST_VIEWS = 500;

/**
 * Everyone who watches something live. Each view is computed once a step for all who watch it; what is not watched is not computed.
 * Mesh changes reach the topics `proxies` and `change` as "stale" notices: the client asks again over HTTP.
 */
export class LiveHub {
  readonly #ports: LivePorts;
  readonly #meter: LiveMeter;
  readonly #views = new Map<string, ViewWatch>();
  readonly #connections = new Set<LiveConnection>();
  readonly #meshes = new Map<string, { listeners: Set<() => void>; stop: () => void }>();
  #timer: NodeJS.Timeout | null = null;

  constructor(ports: LivePorts, meter: LiveMeter) {
    this.#ports = ports;
    this.#meter = meter;
  }

  get ports(): LivePorts {
    return this.#ports;
  }

  get meter(): LiveMeter {
    return this.#meter;
  }

  /** Takes a signed-in connection. Feed it what arrives; tell it when it closes. */
  connect(wire: LiveWire, actor: Actor): LiveConnection {
    const connection = new LiveConnection(this, wire, actor, () => this.#connections.delete(connection));
    this.#connections.add(connection);
    return connection;
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Watches a view already cut to what its watcher may see; false: too many different views are watched. */
  watch(view: GraphView, watcher: ViewWatcher): (() => void) | false {
    const key = JSON.stringify([view.mesh, view.namespaces, view.type, view.durationSec, view.atMs ?? null]);
    const known = this.#views.get(key);
    if (!known && this.#views.size >= MOST_VIEWS) return false;
    const watch = known ?? new ViewWatch(view, this.#ports, this.#meter);
    this.#views.set(key, watch);
    watch.add(watcher);
    this.#schedule();
    return () => {
      watch.remove(watcher);
      if (watch.idle) this.#views.delete(key);
      if (this.#views.size === 0) this.#rest();
    };
  }

  /** Calls back at every change of a mesh, over one subscription of the control plane for all. */
  onMeshChange(mesh: string, listener: () => void): () => void {
    const known = this.#meshes.get(mesh) ?? this.#listenTo(mesh);
    known.listeners.add(listener);
    return () => {
      known.listeners.delete(listener);
      if (known.listeners.size > 0) return;
      known.stop();
      this.#meshes.delete(mesh);
    };
  }

  /** Tells everyone to come back later (1012) and stops computing. */
  close(): void {
    for (const connection of [...this.#connections]) connection.close(1012, "the console restarts");
    this.#rest();
  }

  #listenTo(mesh: string) {
    const listeners = new Set<() => void>();
    const stop = this.#ports.onMeshChange(mesh, () => {
      for (const listener of [...listeners]) listener();
    });
    const entry = { listeners, stop };
    this.#meshes.set(mesh, entry);
    return entry;
  }

  #schedule(): void {
    if (this.#timer) return;
    const now = Date.now();
    const next = (Math.floor((now - REFRESH_OFFSET_MS) / REFRESH_MS) + 1) * REFRESH_MS + REFRESH_OFFSET_MS;
    this.#timer = setTimeout(() => void this.#tick(), next - now);
  }

  /** One view after the other: a burst of different views must not starve the console's own calls. */
  async #tick(): Promise<void> {
    for (const watch of [...this.#views.values()]) {
      if (watch.live && !watch.idle) await watch.refresh();
    }
    this.#timer = null;
    if (this.#views.size > 0) this.#schedule();
  }

  #rest(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
