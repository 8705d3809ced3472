import { createHash, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmbeddedMesh, type EmbeddedMesh } from "../embedded-mesh";
import { MemoryConfigStore } from "../memory-config-store";
import { FakeProxy } from "../testing/fake-proxy";
import { until } from "../testing/real-envoy";
import { testAuthority } from "../testing/test-authority";
import type { MemoryJoinStore } from "./memory-join-store";

const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ID = "sidecar~127.0.0.1~payments-v1-1.pay~pay.svc.cluster.local";
const PRINCIPAL = "spiffe://cluster.local/ns/pay/sa/payments-v1";

describe("a proxy under another's id", () => {
  let mesh: EmbeddedMesh;
  let joins: MemoryJoinStore;
  const proxies: FakeProxy[] = [];
  beforeEach(async () => {
    const made = await testAuthority(LOG);
    joins = made.joins;
    mesh = await createEmbeddedMesh({
      ...{ configStore: new MemoryConfigStore(), mesh: "local", host: "127.0.0.1", xdsPort: 0, log: LOG },
      ...made,
    });
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) proxy.close();
    await mesh.close();
  });

  const token = (workload: string, namespace: string) => {
    const secret = `hdj_${randomUUID()}`;
    const id = randomUUID();
    const tokenHash = createHash("sha256").update(secret).digest("hex");
    const end = { maxProxies: 1, expiresAtMs: Date.now() + 60_000 };
    joins.tokens.set(id, { id, namespace, workload, serviceAccount: workload, tokenHash, ...end });
    return { id, secret };
  };
  const connect = (workload: string, namespace: string, joinToken: string) => {
    const metadata = { NAMESPACE: namespace, WORKLOAD_NAME: workload, OUTBOUND_PORT: "15001" };
    const proxy = new FakeProxy({ port: mesh.xdsPort, id: ID, metadata, joinToken });
    proxies.push(proxy);
    return proxy;
  };
  const identity = async () => (await mesh.proxies())[0]?.identity;
  const victim = async () => {
    const proxy = connect("payments-v1", "pay", token("payments-v1", "pay").secret);
    await until("its secrets", async () => proxy.resources.get("sds") === 2);
    return proxy;
  };

  it("that is connected, with an identity, is turned away, whatever it brings: nothing of the other's changes", async () => {
    await victim();
    const before = await identity();
    expect(before).toMatchObject({ state: "issued", principal: PRINCIPAL });
    const other = token("thief-v1", "shop").secret;
    const intruders = [connect("payments-v1", "pay", "hdj_forged"), connect("thief-v1", "shop", other)];
    for (const intruder of intruders) {
      await until("the intruder to be turned away", async () => intruder.over || intruder.ended !== undefined);
      expect(intruder.resources.size).toBe(0);
    }
    expect(await identity()).toEqual(before);
    expect((await mesh.proxies()).map(({ workload, connected }) => [workload, connected])).toEqual([
      ["payments-v1", true],
    ]);
    expect(mesh.refusedStreams()[0]?.reason).toContain("payments-v1-1.pay is that of a connected proxy");
  });

  it("who was there first, without identity, never gets the secrets of the one who comes with a token", async () => {
    const squatter = connect("payments-v1", "pay", "hdj_forged");
    await until("its configuration", async () => squatter.resources.has("cds"));
    await victim();
    await mesh.identity.rotateAuthority();
    expect(await identity()).toMatchObject({ state: "issued", principal: PRINCIPAL });
    expect(squatter.resources.get("sds") ?? 0).toBe(0);
  });

  it("comes back with its token after the other has gone: then it has nothing to do with who was there", async () => {
    const first = await victim();
    first.close();
    await until("it to be gone", async () => !(await mesh.proxies())[0]?.connected);
    const thief = connect("thief-v1", "shop", token("thief-v1", "shop").secret);
    await until("its own secrets", async () => thief.resources.get("sds") === 2);
    expect(await identity()).toMatchObject({ principal: "spiffe://cluster.local/ns/shop/sa/thief-v1" });
  });

  it("that comes with a new token gets a new certificate, so that the old token can go", async () => {
    const old = token("payments-v1", "pay");
    const first = connect("payments-v1", "pay", old.secret);
    await until("its secrets", async () => first.resources.get("sds") === 2);
    const before = await identity();
    first.close();
    await until("it to be gone", async () => !(await mesh.proxies())[0]?.connected);
    const again = connect("payments-v1", "pay", token("payments-v1", "pay").secret);
    await until("its secrets", async () => again.resources.get("sds") === 2);
    joins.tokens.delete(old.id);
    await mesh.identity.recheckTokens();
    const after = await identity();
    expect(after).toMatchObject({ state: "issued", principal: PRINCIPAL });
    expect((await joins.withdrawn("local", 0)).map(({ serial }) => serial)).toEqual([before?.serial]);
    expect(after?.serial).not.toBe(before?.serial);
  });

  it("has its certificate put on record once the store that was away is back", async () => {
    const record = joins.record;
    joins.record = () => Promise.reject(new Error("the store is away"));
    await victim();
    expect(joins.issued).toEqual([]);
    joins.record = record;
    await until("it to be on record", async () => joins.issued.length === 1);
    expect(joins.issued[0]).toMatchObject({ serial: (await identity())?.serial, proxyId: "payments-v1-1.pay" });
  });

  it("whose token is revoked is renewed no more on the open stream, and gets none when it comes back", async () => {
    const { id, secret } = token("payments-v1", "pay");
    const proxy = connect("payments-v1", "pay", secret);
    await until("its secrets", async () => proxy.resources.get("sds") === 2);
    joins.tokens.delete(id);
    await mesh.identity.recheckTokens();
    expect(await identity()).toMatchObject({ state: "withdrawn" });
    // xDS takes no secret back: the others refuse what the proxy holds (ca/revocation.real.test.ts), and nothing renews it.
    const shown = async () => (await mesh.proxyConfig((await mesh.proxies())[0]?.id ?? ""))?.sds as unknown[];
    await until("no secrets for it", async () => (await shown()).length === 0);
    const again = connect("payments-v1", "pay", secret);
    await until("its configuration", async () => again.resources.has("cds"));
    expect(await identity()).toMatchObject({ state: "refused", reason: expect.stringContaining("revoked") });
    expect(again.resources.get("sds") ?? 0).toBe(0);
  });
});
