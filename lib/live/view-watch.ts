import { diffGraph } from "../graph/diff-graph";
import type { Graph, GraphView } from "../model/graph";
import { isHeddleError } from "../model/heddle-error";
import { deltaTail, fullTail, graphFrame } from "./graph-frame";
import type { LiveMeter, LivePorts } from "./live-ports";

/** One who watches a view. `offer` gives false when the frame was not taken: the client reads too slowly. */
export interface ViewWatcher {
  id: string;
  offer(frame: string, kind: "full" | "delta"): boolean;
  fail(code: string, message: string): void;
}

interface Watching {
  seq: number;
  /** what the client holds; null: nothing, or it missed something */
  holds: Graph | null;
}

/**
 * One view and all who watch it: computed once a refresh, diffed once, encoded once. A client that holds the graph before gets what
 * changed; one that missed a frame gets the whole, later, instead of a queue that grows.
 */
export class ViewWatch {
  readonly view: GraphView;
  readonly #ports: Pick<LivePorts, "compute">;
  readonly #meter: LiveMeter;
  readonly #watchers = new Map<ViewWatcher, Watching>();
  #graph: Graph | null = null;
  #running: Promise<void> | null = null;

  constructor(view: GraphView, ports: Pick<LivePorts, "compute">, meter: LiveMeter) {
    this.view = view;
    this.#ports = ports;
    this.#meter = meter;
  }

  get idle(): boolean {
    return this.#watchers.size === 0;
  }

  get live(): boolean {
    return this.view.atMs === undefined;
  }

  /** Adds a watcher; it gets the whole graph at once when one is known, else with the refresh that starts now. */
  add(watcher: ViewWatcher): void {
    const watching: Watching = { seq: 0, holds: null };
    this.#watchers.set(watcher, watching);
    if (this.#graph) this.#offerFull(watcher, watching, this.#graph, fullTail(this.#graph));
    else void this.refresh();
  }

  remove(watcher: ViewWatcher): void {
    this.#watchers.delete(watcher);
  }

  /** Computes anew and tells everyone. One at a time: a refresh under way serves those who ask meanwhile. Never throws. */
  refresh(): Promise<void> {
    this.#running ??= this.#refresh().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #refresh(): Promise<void> {
    const startedMs = performance.now();
    try {
      const next = await this.#ports.compute(this.view);
      this.#meter.computed((performance.now() - startedMs) / 1000);
      this.#publish(next);
    } catch (error) {
      const [code, message] = isHeddleError(error)
        ? [error.code, `${error.what} ${error.why}`]
        : ["internal", "The graph could not be computed."];
      for (const watcher of this.#watchers.keys()) watcher.fail(code, message);
    }
  }

  #publish(next: Graph): void {
    const previous = this.#graph;
    this.#graph = next;
    let full: string | null = null;
    let delta: string | null = null;
    for (const [watcher, watching] of this.#watchers) {
      if (previous && watching.holds === previous) {
        delta ??= deltaTail(diffGraph(previous, next));
        this.#offer(watcher, watching, next, delta, "delta");
      } else {
        full ??= fullTail(next);
        this.#offerFull(watcher, watching, next, full);
      }
    }
  }

  #offerFull(watcher: ViewWatcher, watching: Watching, graph: Graph, tail: string): void {
    this.#offer(watcher, watching, graph, tail, "full");
  }

  #offer(watcher: ViewWatcher, watching: Watching, graph: Graph, tail: string, kind: "full" | "delta"): void {
    const taken = watcher.offer(graphFrame(watcher.id, watching.seq + 1, tail), kind);
    watching.holds = taken ? graph : null;
    if (taken) watching.seq += 1;
    else this.#meter.skip();
  }
}
