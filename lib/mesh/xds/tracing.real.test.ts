import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../env";
import { findEnvoy, until } from "./testing/real-envoy";
import { ask } from "./testing/test-app";
import { TestMesh, type TestProxy } from "./testing/test-mesh";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const PARENT = `00-${TRACE_ID}-b7ad6b7169203331-01`;

describe("traces of real Envoys", () => {
  let mesh: TestMesh;
  let client: TestProxy;
  let web: TestProxy;
  let collector: Server;
  const exports: Buffer[] = [];
  const dir = mkdtempSync(path.join(tmpdir(), "heddle-log-"));

  beforeAll(async () => {
    const bytes = (value: Buffer) => value;
    collector = new Server();
    collector.addService(
      {
        Export: {
          path: "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
          ...{ requestStream: false, responseStream: false },
          ...{
            requestSerialize: bytes,
            requestDeserialize: bytes,
            responseSerialize: bytes,
            responseDeserialize: bytes,
          },
        },
      },
      {
        Export: (call: { request: Buffer }, done: (error: null, value: Buffer) => void) => {
          exports.push(call.request);
          done(null, Buffer.alloc(0));
        },
      },
    );
    const port = await new Promise<number>((resolve, reject) =>
      collector.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    mesh = await TestMesh.start(findEnvoy(readEnv().envoyBin), { otlpAddress: `127.0.0.1:${port}` });
    client = await mesh.join({
      workload: "client-a",
      app: "client",
      version: "v3",
      accessLog: path.join(dir, "client.log"),
    });
    web = await mesh.join({ workload: "web-v1", service: "web", version: "v1", accessLog: path.join(dir, "web.log") });
    await until("the service", async () => (await ask(client.outboundPort, "web")).status === 200);
  });
  afterAll(async () => {
    await mesh?.close();
    collector?.forceShutdown();
    rmSync(dir, { recursive: true, force: true });
  });

  it("keeps the caller's trace id through both proxies to the application and the collector", async () => {
    await ask(client.outboundPort, "web", { headers: { traceparent: PARENT } });
    const seen = web.app?.seen.at(-1)?.headers.traceparent;
    expect(seen).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`));
    expect(seen).not.toBe(PARENT);
    const text = await until("spans of both proxies with the trace id", () => {
      const withId = exports
        .filter((one) => one.includes(Buffer.from(TRACE_ID, "hex")))
        .map((one) => one.toString("latin1"));
      const all = withId.join("\n");
      return all.includes("client-a") && all.includes("web-v1") && all;
    });
    for (const tag of [
      "heddle.workload",
      "istio.canonical_service",
      "istio.canonical_revision",
      "istio.namespace",
      "node_id",
    ])
      expect(text).toContain(tag);
    expect(text).toContain("outbound|9080||web.shop.svc.cluster.local");
    expect(text).toContain("sidecar~127.0.0.1~client-a-");
    expect(text).toMatch(/service\.name.{1,8}web/s);
  });

  it("writes one JSON line a request with the trace id", async () => {
    const line = await until("the access log", () => {
      const lines = readFileSync(path.join(dir, "web.log"), "utf8").trim().split("\n");
      return lines.map((one) => JSON.parse(one)).find((one) => one.trace_id === TRACE_ID);
    });
    expect(line).toMatchObject({ direction: "inbound", response_code: 200, method: "GET", route_name: "default" });
  });
});
