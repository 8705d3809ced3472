import { describe, expect, it, vi } from "vitest";
import { AdsSession } from "./ads-session";
import { messageType } from "./protos";
import { PushLog } from "./push-log";
import { KINDS, type Kind, kindOf, ResourceEncoder, ResourceSet } from "./resource-set";

interface Response {
  kind: Kind;
  version: string;
  nonce: string;
  names: string[];
}

const encoder = new ResourceEncoder();
const eds = (name: string, port: number) => ({
  cluster_name: name,
  endpoints: [
    { lb_endpoints: [{ endpoint: { address: { socket_address: { address: "127.0.0.1", port_value: port } } } }] },
  ],
});
const cluster = (name: string, timeout = "1s") => ({ name, type: "EDS", connect_timeout: timeout });
const routes = (...clusters: string[]) => ({
  name: "http_proxy",
  virtual_hosts: clusters.map((name, i) => ({
    name: `${i}`,
    domains: [`${i}`],
    routes: [{ match: { prefix: "/" }, route: { cluster: name } }],
  })),
});

/** A target with these clusters (name -> connect timeout), endpoints' port and routes. */
function target(seq: number, clusters: Record<string, string>, routed: string[], port = 1) {
  const lists: Record<Kind, Record<string, unknown>[]> = {
    cds: Object.entries(clusters).map(([name, timeout]) => cluster(name, timeout)),
    eds: Object.keys(clusters).map((name) => eds(name, port)),
    lds: [{ name: "out" }],
    rds: [routes(...routed)],
    sds: [],
  };
  const sets = Object.fromEntries(KINDS.map((kind) => [kind, new ResourceSet([encoder.part(kind, lists[kind])])]));
  return { seq, revision: seq, sets: sets as Record<Kind, ResourceSet> };
}

/** A proxy that behaves as Envoy does, as far as the order of its requests goes. */
function proxy(options: { lingerMs?: number } = {}) {
  const log = new PushLog();
  const sent: Response[] = [];
  const session = new AdsSession({
    send: (bytes) => {
      const raw = messageType("envoy.service.discovery.v3.DiscoveryResponse").deserialize(bytes) as {
        version_info: string;
        nonce: string;
        type_url: string;
        resources?: { value: Buffer; type_url: string }[];
      };
      const kind = kindOf(raw.type_url) as Kind;
      const names = (raw.resources ?? []).map(({ value, type_url }) => {
        const one = messageType(type_url.slice(type_url.indexOf("/") + 1)).deserialize(value) as {
          name?: string;
          cluster_name?: string;
        };
        return one.name ?? one.cluster_name ?? "";
      });
      sent.push({ kind, version: raw.version_info, nonce: raw.nonce, names });
    },
    log,
    onProgress: () => {},
    lingerMs: options.lingerMs ?? 0,
    namesTimeoutMs: 50,
  });
  const request = (kind: Kind, names: string[] = [], nonce = "", error?: string, versionInfo = "") =>
    session.onRequest({ kind, versionInfo, nonce, names, error });
  const take = () => sent.splice(0);
  const answer = (response: Response, names: string[] = [], error?: string) =>
    request(response.kind, names, response.nonce, error);
  /** acknowledges everything until nothing more comes; subscribes to the clusters it is given */
  const settle = () => {
    const order: string[] = [];
    for (let batch = take(); batch.length > 0; batch = take()) {
      for (const response of batch) {
        order.push(`${response.kind}:${response.names.join(",")}`);
        if (response.kind === "cds") request("eds", response.names, lastEds);
        const names = response.kind === "rds" ? ["http_proxy"] : response.kind === "eds" ? edsNames : [];
        if (response.kind === "cds") edsNames = response.names;
        if (response.kind === "eds") lastEds = response.nonce;
        answer(response, names);
      }
    }
    return order;
  };
  let lastEds = "";
  let edsNames: string[] = [];
  const start = () => {
    request("cds");
    request("lds");
    request("rds", ["http_proxy"]);
  };
  return { session, log, take, answer, request, settle, start };
}

describe("AdsSession", () => {
  it("brings a new proxy up in order", () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s", b: "1s" }, ["a"]));
    expect(p.settle()).toEqual(["cds:a,b", "eds:a,b", "lds:out", "rds:http_proxy"]);
    expect(p.log.stateOf(1)).toEqual({ state: "acked" });
    expect(p.session.states().rds).toEqual({ sent: "1/1", acked: "1/1", state: "acked" });
  });

  it("sends only what changed, and endpoints one by one", () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s", b: "1s" }, ["a"]));
    p.settle();
    p.session.setTarget(target(2, { a: "1s", b: "1s" }, ["b"]));
    expect(p.settle()).toEqual(["rds:http_proxy"]);
    p.session.setTarget(target(3, { a: "1s", b: "1s" }, ["b"], 2));
    expect(p.settle()).toEqual(["eds:a,b"]);
    p.session.setTarget(target(4, { a: "1s", b: "1s" }, ["b"], 2));
    expect(p.settle()).toEqual([]);
    expect([2, 3, 4].map((revision) => p.log.stateOf(revision)?.state)).toEqual(["acked", "acked", "unaffected"]);
  });

  it("keeps a cluster until the routes to it are acknowledged gone", async () => {
    const p = proxy({ lingerMs: 20 });
    p.start();
    p.session.setTarget(target(1, { old: "1s" }, ["old"]));
    p.settle();
    p.session.setTarget(target(2, { new: "1s" }, ["new"]));
    expect(p.settle()).toEqual(["cds:new,old", "eds:new", "rds:http_proxy"]);
    await vi.waitFor(() => expect(p.settle()).toEqual(["cds:new"]));
    expect(p.log.stateOf(2)).toEqual({ state: "acked" });
  });

  it("sends endpoints again for a cluster that changed, though no name is new", () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s", b: "1s" }, ["a"]));
    p.settle();
    p.session.setTarget(target(2, { a: "2s", b: "1s" }, ["a"]));
    expect(p.take().map(({ kind, names }) => [kind, names])).toEqual([
      ["cds", ["a", "b"]],
      ["eds", ["a"]],
    ]);
  });

  it("stores a refusal, never repeats it, and heals with the next different content", () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s" }, ["a"]));
    p.settle();
    p.session.setTarget(target(2, { a: "1s" }, ["a", "a"]));
    const [bad] = p.take();
    if (!bad) throw new Error("nothing sent");
    p.answer(bad, ["http_proxy"], "no good");
    expect(p.take()).toEqual([]);
    expect(p.session.states().rds).toEqual({ sent: "2/2", acked: "1/1", state: "refused", reason: "no good" });
    p.session.setTarget(target(3, { a: "1s" }, ["a", "a"]));
    expect(p.take()).toEqual([]);
    p.session.setTarget(target(4, { a: "1s" }, ["a"]));
    expect(p.settle()).toEqual(["rds:http_proxy"]);
    expect(p.session.states().rds?.state).toBe("acked");
    expect([2, 3, 4].map((revision) => p.log.stateOf(revision)?.state)).toEqual(["refused", "unaffected", "acked"]);
    expect(p.log.stateOf(2)?.reason).toBe("no good");
  });

  it("holds back routes to refused clusters, but not other routes", () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s", b: "1s" }, ["a"]));
    p.settle();
    p.session.setTarget(target(2, { a: "1s", b: "1s", bad: "1s" }, ["bad"]));
    const refuse = () => {
      const [cds] = p.take();
      if (cds?.kind !== "cds") throw new Error("no clusters sent");
      p.answer(cds, [], "bad cluster");
    };
    refuse();
    expect(p.take()).toEqual([]);
    p.session.setTarget(target(3, { a: "1s", b: "1s", bad: "1s" }, ["b"]));
    expect(p.take().map(({ kind }) => kind)).toEqual(["rds"]);
  });

  it("ignores stale nonces and takes a proxy that never asks for endpoints along", async () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s" }, ["a"]));
    const [cds] = p.take();
    if (!cds) throw new Error("nothing sent");
    p.request("cds", [], "0/0/0");
    expect(p.session.states().cds?.state).toBe("stale");
    p.answer(cds);
    expect(p.session.states().cds?.state).toBe("acked");
    await vi.waitFor(() => expect(p.settle()).toEqual(["lds:out", "rds:http_proxy"]));
  });

  it("sends everything again when a kind is subscribed anew, and what a later name asks for", () => {
    const p = proxy();
    p.start();
    p.session.setTarget(target(1, { a: "1s" }, ["a"]));
    p.settle();
    p.request("rds", ["http_proxy"]);
    expect(p.settle()).toEqual(["rds:http_proxy"]);
    const q = proxy();
    q.request("cds");
    q.request("lds");
    q.session.setTarget(target(1, { a: "1s" }, ["a"]));
    expect(q.settle()).toEqual(["cds:a", "eds:a", "lds:out"]);
    q.request("rds", ["http_proxy"]);
    expect(q.settle()).toEqual(["rds:http_proxy"]);
  });

  it("knows a proxy that comes with a configuration", () => {
    const p = proxy();
    p.request("cds", [], "", undefined, "7/3");
    expect(p.session.returning).toBe(true);
  });
});
