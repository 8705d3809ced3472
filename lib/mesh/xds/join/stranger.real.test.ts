import { createHash, randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createEmbeddedMesh, type EmbeddedMesh } from "../embedded-mesh";
import { MemoryConfigStore } from "../memory-config-store";
import { FakeProxy } from "../testing/fake-proxy";
import { until } from "../testing/real-envoy";
import { testAuthority } from "../testing/test-authority";
import type { MemoryJoinStore } from "./memory-join-store";

const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe("a proxy without a token", () => {
  let mesh: EmbeddedMesh;
  let joins: MemoryJoinStore;
  const proxies: FakeProxy[] = [];
  async function start(more: { requireToken?: boolean; warmUpMs?: number } = {}): Promise<void> {
    const { warmUpMs = 0, ...rest } = more;
    const made = await testAuthority(LOG);
    joins = made.joins;
    mesh = await createEmbeddedMesh({
      ...{ configStore: new MemoryConfigStore(), mesh: "local", host: "127.0.0.1", xdsPort: 0, log: LOG },
      ...{ ...made, ...rest, timing: { warmUpMs } },
    });
  }
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) proxy.close();
    await mesh.close();
  });
  const connect = (workload: string, port: number, more: { service?: string; joinToken?: string } = {}) => {
    const { service = "payments", joinToken } = more;
    const id = `sidecar~127.0.0.1~${workload}-${port}.pay~pay.svc.cluster.local`;
    const ports = { APP_PORT: "9080", SERVICE_PORT: "80", INBOUND_PORT: String(port), OUTBOUND_PORT: "15001" };
    const metadata = { NAMESPACE: "pay", WORKLOAD_NAME: workload, SERVICE: service, ...ports };
    const proxy = new FakeProxy({ port: mesh.xdsPort, id, metadata, ...(joinToken ? { joinToken } : {}) });
    proxies.push(proxy);
    return proxy;
  };
  const held = (workload: string) => {
    const secret = `hdj_${randomUUID()}`;
    const tokenHash = createHash("sha256").update(secret).digest("hex");
    const who = { id: randomUUID(), namespace: "pay", workload, serviceAccount: workload };
    joins.tokens.set(who.id, { ...who, tokenHash, maxProxies: 9, expiresAtMs: Date.now() + 60_000 });
    return secret;
  };
  const configured = (proxy: FakeProxy) => until("its configuration", async () => proxy.resources.has("cds"));
  const away = (proxy: FakeProxy) => until("it to be turned away", async () => proxy.over || proxy.ended !== undefined);
  const workloads = async () => (await mesh.workloads()).map(({ workload }) => workload);

  it("does not come to serve beside proxies with identities; one that was there before stays, also over a reconnect", async () => {
    await start();
    const early = connect("payments-v0", 1);
    await configured(early);
    await configured(connect("payments-v1", 2, { joinToken: held("payments-v1") }));
    const strangers = [
      connect("payments-v9", 3),
      connect("payments-v1", 4),
      connect("payments-v1", 5, { service: "x" }),
    ];
    for (const stranger of strangers) {
      await away(stranger);
      expect(stranger.resources.size).toBe(0);
    }
    expect(mesh.refusedStreams().at(-1)?.reason).toContain("Print its bootstrap anew with a join token");
    await configured(connect("ledger-v1", 6, { service: "ledger" }));
    early.close();
    await configured(connect("payments-v0", 1));
    await until("the mesh to hold them", async () => (await workloads()).length === 3);
    expect(await workloads()).toEqual(["ledger-v1", "payments-v0", "payments-v1"]);
    const endpoints = (await mesh.services()).find(({ name }) => name === "payments")?.versions;
    expect(endpoints?.flatMap((version) => version.workloads)).toEqual(["payments-v0", "payments-v1"]);
  });

  it("comes back to a console that starts anew, whoever is there first", async () => {
    await start({ warmUpMs: 60_000 });
    await configured(connect("payments-v1", 2, { joinToken: held("payments-v1") }));
    await configured(connect("payments-v0", 1));
  });

  it("is let in nowhere when tokens are required, with a reason; one with a token is", async () => {
    await start({ requireToken: true, warmUpMs: 60_000 });
    for (const stranger of [connect("ledger-v1", 1), connect("payments-v1", 2, { joinToken: "hdj_forged" })])
      await away(stranger);
    expect(
      mesh
        .refusedStreams()
        .map(({ reason }) => reason)
        .join(),
    ).toContain("HEDDLE_XDS_REQUIRE_TOKEN");
    await configured(connect("payments-v1", 3, { joinToken: held("payments-v1") }));
    expect((await mesh.proxies()).map(({ workload }) => workload)).toEqual(["payments-v1"]);
  });
});
