import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../env";
import { findEnvoy, until } from "./testing/real-envoy";
import { ask } from "./testing/test-app";
import { TestMesh, type TestProxy } from "./testing/test-mesh";

const envoyBin = () => findEnvoy(readEnv().envoyBin);

describe("real Envoys join the embedded control plane", () => {
  let mesh: TestMesh;
  let client: TestProxy;
  let v1: TestProxy;
  let v2: TestProxy;

  beforeAll(async () => {
    mesh = await TestMesh.start(envoyBin());
    client = await mesh.join({ workload: "client", app: "client", labels: { tier: "front" } });
    v1 = await mesh.join({ workload: "reviews-v1", service: "reviews", version: "v1" });
    v2 = await mesh.join({ workload: "reviews-v2", service: "reviews", version: "v2" });
    await until("both versions behind the service", async () => {
      const names = new Set<string>();
      for (let i = 0; i < 10; i += 1) names.add((await ask(client.outboundPort, "reviews")).servedBy);
      return names.has("reviews-v1") && names.has("reviews-v2");
    });
  });
  afterAll(() => mesh?.close());

  it("routes a request", async () => {
    const answer = await ask(client.outboundPort, "reviews.shop:9080");
    expect(answer.status).toBe(200);
    expect(v1.app).toBeDefined();
    expect(v2.app).toBeDefined();
  });
});
