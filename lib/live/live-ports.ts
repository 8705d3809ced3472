import type { Actor } from "../model/actor";
import type { Graph, GraphView } from "../model/graph";

/** What the hub needs of the rest; lib/server.ts brings it. */
export interface LivePorts {
  /** The view as far as this actor may see it: the shared key. Throws HeddleError when there is nothing to see. */
  cutView(actor: Actor, view: GraphView): GraphView;
  /** The graph of a cut view. */
  compute(view: GraphView): Promise<Graph>;
  /** The mesh of a change the actor may read. Throws HeddleError `not_found` or `forbidden`. */
  meshOfChange(actor: Actor, changeId: string): Promise<string>;
  /** Throws HeddleError when there is no such mesh or the actor may not look at it. */
  mayWatchMesh(actor: Actor, mesh: string): void;
  /** Calls back when proxies or config of a mesh change; returns the way to stop. */
  onMeshChange(mesh: string, listener: () => void): () => void;
  /** Calls back when a rollout of a mesh moved or was measured anew; returns the way to stop. */
  onRolloutChange(mesh: string, listener: () => void): () => void;
}

/** A connection as the hub sees it: a WebSocket, or a test's. */
export interface LiveWire {
  send(text: string): void;
  /** bytes handed over and not yet taken by the network */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
}

/** Counters the hub keeps; console-metrics.ts in the console. */
export interface LiveMeter {
  sockets(delta: number): void;
  subscriptions(delta: number): void;
  frame(kind: "full" | "delta" | "stale" | "error"): void;
  skip(): void;
  computed(seconds: number): void;
}
