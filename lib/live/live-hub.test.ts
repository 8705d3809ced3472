import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyDiff, diffGraph } from "../graph/diff-graph";
import type { Actor } from "../model/actor";
import type { Graph, GraphEdge, GraphView } from "../model/graph";
import { HeddleError } from "../model/heddle-error";
import { ServerFrame } from "./frames";
import { LiveHub, REFRESH_MS } from "./live-hub";
import type { LiveMeter, LivePorts } from "./live-ports";

const actor: Actor = { kind: "user", id: "ada", name: "ada", roles: ["viewer"], namespaces: null };
const view: GraphView = { mesh: "local", namespaces: null, type: "workload", durationSec: 600 };

const edge = (id: string, requests: number) => ({ id, requests }) as GraphEdge;
const graphOf = (edges: GraphEdge[]): Graph => ({
  mesh: "local",
  type: "workload",
  at: new Date(0).toISOString(),
  durationSec: 600,
  partial: false,
  sources: [],
  nodes: [],
  edges,
});

let edges: GraphEdge[];
let computed: GraphView[];
let meshListeners: Set<() => void>;
let ports: LivePorts;
let hub: LiveHub;
const counts = { sockets: 0, subscriptions: 0, skips: 0 };
const meter: LiveMeter = {
  sockets: (delta) => {
    counts.sockets += delta;
  },
  subscriptions: (delta) => {
    counts.subscriptions += delta;
  },
  frame: () => undefined,
  skip: () => {
    counts.skips += 1;
  },
  computed: () => undefined,
};

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 * REFRESH_MS });
  Object.assign(counts, { sockets: 0, subscriptions: 0, skips: 0 });
  edges = [edge("a", 1), edge("b", 1)];
  computed = [];
  meshListeners = new Set();
  ports = {
    cutView: (who, wanted) => {
      if (who.namespaces?.length === 0) throw new HeddleError("forbidden", { what: "No.", why: "None.", next: "Ask." });
      return who.namespaces ? { ...wanted, namespaces: who.namespaces } : wanted;
    },
    compute: async (wanted) => {
      computed.push(wanted);
      return graphOf(edges.map((one) => ({ ...one })));
    },
    meshOfChange: async () => "local",
    mayWatchMesh: () => undefined,
    onRolloutChange: () => () => undefined,
    onMeshChange: (_mesh, listener) => {
      meshListeners.add(listener);
      return () => void meshListeners.delete(listener);
    },
  };
  hub = new LiveHub(ports, meter);
});
afterEach(() => {
  hub.close();
  vi.useRealTimers();
});

function client(who: Actor = actor) {
  const frames: ServerFrame[] = [];
  const state = { buffered: 0, closed: null as number | null };
  const connection = hub.connect(
    {
      // Parsing would strip what this test's short edges lack: the shape is checked by type alone.
      send: (text) => frames.push(JSON.parse(text) as ServerFrame),
      bufferedBytes: () => state.buffered,
      close: (code) => {
        state.closed = code;
      },
    },
    who,
  );
  const tell = (frame: object) => connection.receive(JSON.stringify(frame));
  const watch = (id: string, wanted: GraphView = view) => tell({ type: "subscribe", id, topic: "graph", view: wanted });
  return { frames, state, connection, tell, watch };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const step = () => vi.advanceTimersByTimeAsync(REFRESH_MS);
const graphs = (frames: ServerFrame[]) => frames.filter((frame) => frame.type === "graph");

describe("watching a graph", () => {
  it("starts with the whole, goes on with what changed, numbered from 1", async () => {
    const { frames, watch } = client();
    await watch("g");
    await settle();
    edges = [edge("a", 2), edge("c", 1)];
    await step();
    await step();
    const [full, delta, same] = graphs(frames);
    expect(full).toMatchObject({ id: "g", seq: 1, full: true, edges: [{ id: "a" }, { id: "b" }] });
    expect(delta).toMatchObject({
      seq: 2,
      full: false,
      edges: [{ id: "a", requests: 2 }, { id: "c" }],
      removedEdges: ["b"],
    });
    expect(same).toMatchObject({ seq: 3, full: false, edges: [], removedEdges: [] });
  });

  it("gives every client what makes its graph equal to the server's", async () => {
    const { frames, watch } = client();
    await watch("g");
    await settle();
    for (let i = 0; i < 20; i++) {
      edges = [..."abcdefg"].filter((_, at) => (i * 7 + at * 3) % 5 < 3).map((id, at) => edge(id, (i * at) % 4));
      await step();
    }
    const held = graphs(frames).reduce<Graph>(
      (graph, frame) =>
        frame.full ? graphOf(frame.edges) : applyDiff(graph, { ...frame, nodes: [], removedNodes: [] }),
      graphOf([]),
    );
    expect(diffGraph(held, graphOf(edges)).edges).toEqual([]);
    expect(held.edges.map(({ id }) => id).sort()).toEqual(edges.map(({ id }) => id).sort());
  });

  it("computes once for all who watch the same, and nothing when nobody does", async () => {
    const clients = [client(), client(), client()];
    for (const one of clients) await one.watch("g");
    await settle();
    expect(computed).toHaveLength(1);
    await step();
    expect(computed).toHaveLength(2);
    for (const one of clients) expect(graphs(one.frames)).toHaveLength(2);
    for (const one of clients) one.connection.closed();
    await step();
    await step();
    expect(computed).toHaveLength(2);
    expect(counts).toMatchObject({ sockets: 0, subscriptions: 0 });
  });

  it("gives who comes later the graph at once", async () => {
    await client().watch("g");
    await settle();
    const late = client();
    await late.watch("g");
    expect(graphs(late.frames)).toMatchObject([{ seq: 1, full: true }]);
    expect(computed).toHaveLength(1);
  });

  it("keeps those with different rights apart", async () => {
    await client({ ...actor, namespaces: ["shop"] }).watch("g");
    await client().watch("g");
    await settle();
    expect(computed.map(({ namespaces }) => namespaces)).toEqual([["shop"], null]);
    const nobody = client({ ...actor, namespaces: [] });
    await nobody.watch("g");
    expect(nobody.frames).toMatchObject([{ type: "error", id: "g", code: "forbidden" }]);
  });

  it("does not compute the past again", async () => {
    await client().watch("g", { ...view, atMs: 1000 });
    await settle();
    await step();
    await step();
    expect(computed).toHaveLength(1);
  });

  it("leaves a slow client without a growing queue, and gives it the whole when it has read", async () => {
    const { frames, state, watch } = client();
    await watch("g");
    await settle();
    state.buffered = 2 * 1024 * 1024;
    edges = [edge("a", 5)];
    await step();
    await step();
    expect(graphs(frames)).toHaveLength(1);
    expect(counts.skips).toBe(2);
    state.buffered = 0;
    await step();
    expect(graphs(frames)[1]).toMatchObject({ seq: 2, full: true, edges: [{ id: "a", requests: 5 }] });
  });

  it("tells of a computation that failed and goes on when it is well again", async () => {
    const { frames, watch } = client();
    const compute = ports.compute;
    ports.compute = () => Promise.reject(new HeddleError("timeout", { what: "Slow.", why: "Busy.", next: "Wait." }));
    await watch("g");
    await settle();
    expect(frames).toMatchObject([{ type: "error", code: "timeout" }]);
    ports.compute = compute;
    await step();
    expect(graphs(frames)).toMatchObject([{ seq: 1, full: true }]);
  });
});

describe("mesh notices", () => {
  it("come once for a burst, and stop with the subscription", async () => {
    const { frames, tell } = client();
    await tell({ type: "subscribe", id: "p", topic: "proxies", mesh: "local" });
    await tell({ type: "subscribe", id: "c", topic: "change", changeId: "x" });
    for (let i = 0; i < 10; i++) for (const listener of meshListeners) listener();
    await vi.advanceTimersByTimeAsync(250);
    expect(frames).toEqual([
      { type: "stale", id: "p", topic: "proxies" },
      { type: "stale", id: "c", topic: "change" },
    ]);
    await tell({ type: "unsubscribe", id: "p" });
    await tell({ type: "unsubscribe", id: "c" });
    expect(meshListeners.size).toBe(0);
  });

  it("of a change one may not see are refused", async () => {
    ports.meshOfChange = () =>
      Promise.reject(new HeddleError("forbidden", { what: "No.", why: "None.", next: "Ask." }));
    const { frames, tell } = client();
    await tell({ type: "subscribe", id: "c", topic: "change", changeId: "x" });
    expect(frames).toMatchObject([{ type: "error", id: "c", code: "forbidden" }]);
    expect(counts.subscriptions).toBe(0);
  });

  it("are not left running when a subscription ends while its rights are looked up", async () => {
    let allow: (mesh: string) => void = () => undefined;
    ports.meshOfChange = () =>
      new Promise((resolve) => {
        allow = resolve;
      });
    const { tell } = client();
    const subscribing = tell({ type: "subscribe", id: "c", topic: "change", changeId: "x" });
    await tell({ type: "unsubscribe", id: "c" });
    allow("local");
    await subscribing;
    expect(meshListeners.size).toBe(0);
    expect(counts.subscriptions).toBe(0);
  });
});

describe("bad clients", () => {
  it.each(["not json", "[]", '{"type":"dance"}', '{"type":"subscribe","id":"g","topic":"graph","view":{}}'])(
    "get an error for %s and stay connected",
    async (text) => {
      const { frames, state, connection } = client();
      await connection.receive(text);
      expect(frames).toMatchObject([{ type: "error", code: "invalid_input" }]);
      expect(state.closed).toBeNull();
    },
  );

  it("may hold 32 subscriptions and no more", async () => {
    const { frames, watch } = client();
    for (let i = 0; i < 33; i++) await watch(`g${i}`);
    expect(frames.filter((frame) => frame.type === "error")).toMatchObject([{ id: "g32", code: "overloaded" }]);
    expect(counts.subscriptions).toBe(32);
  });

  it("that flood are closed", async () => {
    const { state, tell } = client();
    for (let i = 0; i < 101; i++) await tell({ type: "ping" });
    expect(state.closed).toBe(1008);
    expect(counts.sockets).toBe(0);
  });

  it("whose rights changed must connect anew", async () => {
    const { state, connection } = client();
    connection.replaceActor(actor);
    expect(state.closed).toBeNull();
    connection.replaceActor({ ...actor, namespaces: ["shop"] });
    expect(state.closed).toBe(4403);
  });
});

describe("frames", () => {
  it("fit the wire's schema", async () => {
    edges = [];
    const { frames, watch, tell } = client();
    await watch("g");
    await settle();
    await tell({ type: "ping" });
    for (const frame of frames) expect(ServerFrame.safeParse(frame).success).toBe(true);
    expect(frames.map(({ type }) => type)).toEqual(["graph", "pong"]);
  });
});
