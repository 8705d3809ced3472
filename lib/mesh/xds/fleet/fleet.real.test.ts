import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../../env";
import type { EmbeddedMesh } from "../embedded-mesh";
import { FakeProxy } from "../testing/fake-proxy";
import { findEnvoy, until } from "../testing/real-envoy";
import { ask } from "../testing/test-app";
import { TestMesh, type TestProxy } from "../testing/test-mesh";

const HOST = "reviews.shop.svc.cluster.local";
const status = async (proxy: TestProxy) => (await ask(proxy.outboundPort, HOST)).status;

describe("two control planes on one store, real proxies at each", () => {
  let first: TestMesh;
  let second: EmbeddedMesh;
  let web: TestProxy;
  beforeAll(async () => {
    first = await TestMesh.start(findEnvoy(readEnv().envoyBin), { fleet: true });
    second = await first.another();
    [web] = await Promise.all([
      first.join({ workload: "web-v1" }),
      first.join({ workload: "reviews-v1", service: "reviews", xds: `127.0.0.1:${second.xdsPort}` }),
    ]);
  }, 60_000);
  afterAll(async () => {
    await second?.close();
    await first?.close();
  }, 30_000);

  const seenBy = async (mesh: EmbeddedMesh) =>
    (await mesh.proxies()).map(({ workload, connected }) => `${workload} ${connected}`);

  it("a caller at one reaches what is connected to the other", async () => {
    await until("a route", async () => (await status(web)) === 200);
  });

  it("both show every proxy, its identity and every workload", async () => {
    for (const mesh of [first.mesh, second]) {
      await until("both proxies", async () => (await seenBy(mesh)).join() === "reviews-v1 true,web-v1 true");
      expect((await mesh.proxies()).map(({ identity }) => identity?.state)).toEqual(["issued", "issued"]);
      expect((await mesh.workloads()).map(({ workload, healthyInstances }) => [workload, healthyInstances])).toEqual([
        ["reviews-v1", 1],
        ["web-v1", 1],
      ]);
    }
  });

  it("what one writes is told and acknowledged everywhere, and both know it", async () => {
    const http = [
      {
        fault: { abort: { httpStatus: 418, percentage: { value: 100 } } },
        route: [{ destination: { host: "reviews" } }],
      },
    ];
    const { revision } = await first.write("virtualservices", "reviews", { hosts: ["reviews"], http });
    for (const mesh of [first.mesh, second]) {
      await until("all to know", async () => {
        const states = (await mesh.propagation(revision)).map(({ state }) => state);
        return states.length === 2 && states.every((state) => state === "acked" || state === "unaffected");
      });
    }
    expect(await status(web)).toBe(418);
    await first.write("virtualservices", "reviews", null);
    await until("the route again", async () => (await status(web)) === 200);
  });

  it("STRICT and back fails no call between proxies of different consoles", async () => {
    let over = false;
    const answers = new Map<number, number>();
    const calling = (async () => {
      while (!over) {
        const code = await status(web);
        answers.set(code, (answers.get(code) ?? 0) + 1);
      }
    })();
    const accepts = async () => (await first.mesh.proxies()).find(({ workload }) => workload === "reviews-v1")?.accepts;
    for (const [mode, then] of [
      ["STRICT", "mtls"],
      ["DISABLE", "plaintext"],
      ["STRICT", "mtls"],
      ["PERMISSIVE", "both"],
    ] as const) {
      await first.write("peerauthentications", "default", { mtls: { mode } });
      await until(`reviews to take ${then}`, async () => (await accepts()) === then, 20_000);
    }
    over = true;
    await calling;
    expect([...answers.keys()]).toEqual([200]);
  }, 60_000);

  it("nobody takes the place of a proxy with an identity by joining at the other console", async () => {
    const id = (await second.proxies()).find(({ workload }) => workload === "reviews-v1")?.id ?? "";
    const ports = { SERVICE: "reviews", SERVICE_PORT: "9080", APP_PORT: "1", INBOUND_PORT: "1", OUTBOUND_PORT: "1" };
    const impostor = new FakeProxy({
      port: first.xdsPort,
      id: `sidecar~127.0.0.1~${id}~shop.svc.cluster.local`,
      metadata: { NAMESPACE: "shop", WORKLOAD_NAME: "reviews-v1", ...ports },
    });
    await until("the impostor to be turned away", () => impostor.over);
    impostor.close();
    expect(first.mesh.refusedStreams().at(-1)?.reason).toContain(id);
    expect(await status(web)).toBe(200);
  });

  it("when one is gone its proxies stay endpoints, and those that know the other go there", async () => {
    const third = await first.another();
    const both = `127.0.0.1:${third.xdsPort},127.0.0.1:${first.xdsPort}`;
    await first.join({ workload: "ratings-v1", service: "ratings", xds: both });
    await until("ratings", async () => (await seenBy(first.mesh)).includes("ratings-v1 true"));
    await Promise.all([second.close(), third.close()]);
    await until("the lost ones to be known as lost", async () =>
      (await seenBy(first.mesh)).includes("reviews-v1 false"),
    );
    await until(
      "ratings here",
      async () => {
        const config = await first.mesh.proxyConfig((await first.mesh.proxies())[0]?.id ?? "");
        return config !== null && (await seenBy(first.mesh)).includes("ratings-v1 true");
      },
      30_000,
    );
    expect(await status(web)).toBe(200);
  }, 60_000);
});
