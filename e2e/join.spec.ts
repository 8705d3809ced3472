import { request } from "node:http";
import { expect, test } from "@playwright/test";
import type { Graph } from "@/lib/model/graph";
import { apiJson } from "./support/api";
import { type MeshedService, startMeshedService } from "./support/meshed-service";
import { waitFor } from "./support/wait-for";

const REQUESTS = 137;
const FAILURES = 11;

/** One call through a proxy's outbound port to a service of the mesh. */
function call(outboundPort: number, host: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port: outboundPort, path, headers: { host } }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

test.describe("two services that join by the printed bootstrap", () => {
  const running: MeshedService[] = [];
  test.afterAll(async () => {
    await Promise.all(running.map((service) => service.stop()));
  });

  test("show on the graph with exact request counts", async () => {
    const echo = await startMeshedService("echo", (incoming, answer) => {
      answer.statusCode = incoming.url === "/fail" ? 500 : 200;
      answer.end("echo");
    });
    const caller = await startMeshedService("caller", (_incoming, answer) => answer.end("caller"));
    running.push(echo, caller);
    await waitFor(
      "a route from caller to echo",
      async () => (await call(caller.outboundPort, "echo.lab", "/warm")) === 200,
    );
    const before = await edgeRequests();

    for (let i = 0; i < REQUESTS; i++) {
      const failing = i < FAILURES;
      expect(await call(caller.outboundPort, "echo.lab.svc.cluster.local", failing ? "/fail" : "/ok")).toBe(
        failing ? 500 : 200,
      );
    }
    await waitFor("every request on the graph", async () => (await edgeRequests()) === before + REQUESTS, {
      timeoutMs: 60_000,
    });

    const seenAt = Date.parse((await labGraph()).at);
    await waitFor("two scrapes more", async () => Date.parse((await labGraph()).at) > seenAt + 11_000, {
      timeoutMs: 60_000,
    });
    const edge = await callerToEcho();
    expect(edge?.requests).toBe(before + REQUESTS);
    expect(edge?.codes.find((entry) => entry.code === "500")?.requests).toBe(FAILURES);
    expect(edge?.estimated).toBe(false);
  });
});

function labGraph(): Promise<Graph> {
  return apiJson<Graph>("graph?namespaces=lab&type=workload&duration=10m");
}

async function callerToEcho() {
  const graph = await labGraph();
  const id = (name: string) => graph.nodes.find((node) => node.workload === name)?.id;
  return graph.edges.find((edge) => edge.source === id("caller-v1") && edge.target === id("echo-v1"));
}

/** Requests the graph shows from caller to echo; waits out the first sight of the edge. */
async function edgeRequests(): Promise<number> {
  let requests = 0;
  await waitFor(
    "the edge caller -> echo",
    async () => {
      requests = (await callerToEcho())?.requests ?? 0;
      return requests > 0;
    },
    { timeoutMs: 60_000 },
  );
  return requests;
}
