import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../env";
import { findEnvoy, until } from "./testing/real-envoy";
import { ask, tally } from "./testing/test-app";
import { TestMesh, type TestProxy } from "./testing/test-mesh";

const HOST = "reviews";
const subsets = (...names: string[]) => names.map((name) => ({ name, labels: { version: name.slice(0, 2) } }));
const split = (...parts: [subset: string, weight: number][]) => ({
  hosts: [HOST],
  http: [{ route: parts.map(([subset, weight]) => ({ destination: { host: HOST, subset }, weight })) }],
});

describe("pushing to real Envoys", () => {
  let mesh: TestMesh;
  let client: TestProxy;

  beforeAll(async () => {
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin));
    client = await mesh.join({ workload: "client" });
    await mesh.join({ workload: "reviews-v1", service: "reviews", version: "v1" });
    await mesh.join({ workload: "reviews-v2", service: "reviews", version: "v2" });
    await mesh.put("destinationrules", "reviews", { host: HOST, subsets: subsets("v1", "v2") });
    await mesh.put("virtualservices", "reviews", split(["v1", 100], ["v2", 0]));
  });
  afterAll(() => mesh?.close());

  const get = () => ask(client.outboundPort, HOST);

  /** Runs traffic without pause while `work` goes on; gives who answered. */
  async function underLoad(work: () => Promise<void>): Promise<Record<string, number>> {
    let going = true;
    const counts: Record<string, number> = {};
    const worker = async () => {
      while (going) {
        const who = await get().then(
          ({ status, servedBy, body }) => (status === 200 ? servedBy : `${status} ${body}`),
          String,
        );
        counts[who] = (counts[who] ?? 0) + 1;
      }
    };
    const workers = Array.from({ length: 8 }, worker);
    try {
      await work();
    } finally {
      going = false;
      await Promise.all(workers);
    }
    return counts;
  }

  it("moves weights under load without one failed request", async () => {
    const counts = await underLoad(async () => {
      for (const weight of [10, 30, 50, 80, 100])
        await mesh.put("virtualservices", "reviews", split(["v1", 100 - weight], ["v2", weight]));
    });
    expect(Object.keys(counts).sort()).toEqual(["reviews-v1", "reviews-v2"]);
    expect(await tally(50, get)).toEqual({ "reviews-v2": 50 });
  });

  it("makes before it breaks: subsets renamed together with their routes, clusters changed, under load", async () => {
    const counts = await underLoad(async () => {
      for (const tail of ["a", "b", "c"]) {
        const names = [`v1${tail}`, `v2${tail}`] as const;
        const rule = {
          host: HOST,
          subsets: subsets(...names),
          trafficPolicy: { connectionPool: { tcp: { maxConnections: 500 } } },
        };
        const key = (plural: string) => ({
          group: "networking.istio.io",
          version: "v1",
          plural,
          namespace: "shop",
          name: HOST,
        });
        const object = (kind: string, spec: object) =>
          JSON.stringify({
            apiVersion: "networking.istio.io/v1",
            kind,
            metadata: { name: HOST, namespace: "shop" },
            spec,
          });
        const { revision } = await mesh.mesh.putConfig([
          { key: key("destinationrules"), yaml: object("DestinationRule", rule), actor: "test", reason: "" },
          {
            key: key("virtualservices"),
            yaml: object("VirtualService", split([names[0], 50], [names[1], 50])),
            actor: "test",
            reason: "",
          },
        ]);
        await mesh.settled(revision);
      }
    });
    expect(Object.keys(counts).sort()).toEqual(["reviews-v1", "reviews-v2"]);
    // The clusters of the old subsets go once nothing leads to them.
    await until("the old clusters to be gone", async () => {
      const text = await (await fetch(`http://127.0.0.1:${client.adminPort}/clusters`)).text();
      return text.includes("|v1c|") && !text.includes("|v1a|") && !text.includes("|v1b|");
    });
  });

  it("shows a refusal with Envoy's own reason, keeps the old routes, and heals with the next revision", async () => {
    await mesh.put("destinationrules", "reviews", { host: HOST, subsets: subsets("v1", "v2") });
    const good = await mesh.put("virtualservices", "reviews", split(["v1", 100]));
    const bad = await mesh.put("virtualservices", "reviews", {
      hosts: [HOST],
      http: [
        { match: [{ uri: { regex: "/(unclosed" } }], route: [{ destination: { host: HOST, subset: "v2" } }] },
        { route: [{ destination: { host: HOST, subset: "v2" } }] },
      ],
    });
    const states = await mesh.mesh.propagation(bad);
    const atClient = states.find(({ workload }) => workload === "client");
    expect(atClient?.state).toBe("refused");
    expect(atClient?.reason).toMatch(/missing \): \/\(unclosed/);
    expect(atClient?.keeps).toMatch(new RegExp(`^${good}/`));
    expect(await tally(30, get)).toEqual({ "reviews-v1": 30 });
    const status = (await mesh.mesh.proxies()).find(({ workload }) => workload === "client");
    expect(status?.types.rds).toMatchObject({ state: "refused", acked: atClient?.keeps });
    const healed = await mesh.put("virtualservices", "reviews", split(["v2", 100]));
    expect((await mesh.mesh.propagation(healed)).map(({ state }) => state)).toEqual(["acked", "acked", "acked"]);
    expect((await mesh.mesh.propagation(bad)).find(({ workload }) => workload === "client")?.state).toBe("refused");
    expect(await tally(30, get)).toEqual({ "reviews-v2": 30 });
  });

  it("tells proxies that a revision does not touch", async () => {
    const revision = await mesh.put("virtualservices", "private", {
      hosts: ["reviews.shop"],
      exportTo: ["elsewhere"],
      http: [{ route: [{ destination: { host: HOST } }] }],
    });
    expect((await mesh.mesh.propagation(revision)).map(({ state }) => state)).toEqual([
      "unaffected",
      "unaffected",
      "unaffected",
    ]);
  });

  it("lets a restart of the control plane pass without a failed request, and pushes again afterwards", async () => {
    const counts = await underLoad(async () => {
      await mesh.restart(500, { warmUpMs: 3_000 });
      await until(
        "all proxies back",
        async () => {
          const proxies = await mesh.mesh.proxies();
          return (
            proxies.length === 3 && proxies.every(({ connected, types }) => connected && types.rds?.state === "acked")
          );
        },
        20_000,
      );
      await mesh.put("virtualservices", "reviews", split(["v1", 50], ["v2", 50]));
    });
    expect(Object.keys(counts).sort()).toEqual(["reviews-v1", "reviews-v2"]);
  });

  it("takes an endpoint out when its proxy is gone, and keeps it through a reconnect", async () => {
    const extra = await mesh.join({ workload: "reviews-v2", service: "reviews", version: "v2" });
    await until(
      "three endpoints",
      async () => (await mesh.mesh.workloads()).find(({ workload }) => workload === "reviews-v2")?.instances === 2,
    );
    await extra.envoy.stop();
    await until(
      "the lost endpoint to be gone",
      async () => (await mesh.mesh.workloads()).find(({ workload }) => workload === "reviews-v2")?.instances === 1,
    );
    const lost = (await mesh.mesh.proxies()).filter(({ connected }) => !connected);
    expect(lost).toHaveLength(1);
    expect(await tally(40, get)).not.toHaveProperty("failed");
  });
});
