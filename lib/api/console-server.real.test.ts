import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { TrustedAddresses } from "../identity/trusted-proxy";
import { LiveHub } from "../live/live-hub";
import { LiveServer } from "../live/live-server";
import { type ConsoleParts, createConsoleServer } from "./console-server";
import { liveDoor } from "./live-door";
import { liveMeter, livePorts } from "./live-ports";
import { BOOTSTRAP_TOKEN, bearer, type TestConsole, testConsole } from "./testing/test-console";

const INTERNAL = "internal-token-of-the-tests-0123456789";
let console: TestConsole;
let server: Server;
let live: LiveServer;
let parts: ConsoleParts;
let base: string;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  console = await testConsole();
  live = new LiveServer(
    new LiveHub(livePorts(console.app), liveMeter(console.context.metrics)),
    liveDoor(console.context),
  );
  parts = {
    own: {
      readiness: async () => ({ ready: true, parts: [{ name: "collector", ok: false, needed: false, error: "away" }] }),
      metrics: async () => ({ contentType: "text/plain", text: await console.context.metrics.registry.metrics() }),
      scrapeTargets: () => [],
      signInLink: async () => "http://h/sign-in?token=t",
      internalToken: INTERNAL,
    },
  };
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  server = createConsoleServer(parts, { log, development: false, trusted: new TrustedAddresses([]), https: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  live.close();
  await new Promise((resolve) => {
    server.closeAllConnections();
    server.close(resolve);
  });
  await console.close();
});

describe("the console's server", () => {
  it("answers health from the first moment, and 503 for the rest until its pages are there", async () => {
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const early = await fetch(`${base}/graph`);
    expect(early.status).toBe(503);
    expect(early.headers.get("retry-after")).toBe("2");
    const ready = await fetch(`${base}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ parts: [{ name: "collector", ok: false, error: "away" }] });
    expect(await (await fetch(`${base}/metrics`)).text()).toContain("heddle_live_sockets");
  });

  it("puts security headers on every answer, a new nonce each", async () => {
    const policies = await Promise.all(
      ["/healthz", "/nothing"].map(async (path) => {
        const { headers } = await fetch(base + path);
        expect(headers.get("x-content-type-options")).toBe("nosniff");
        expect(headers.get("referrer-policy")).toBe("no-referrer");
        expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
        return headers.get("content-security-policy") ?? "";
      }),
    );
    const nonces = policies.map((policy) => /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1]);
    expect(nonces.every(Boolean)).toBe(true);
    expect(new Set(nonces).size).toBe(2);
    expect(policies[0]).toContain("frame-ancestors 'none'");
  });

  it("lets nobody say where a call comes from, and tells its pages the nonce", async () => {
    let seen: NodeJS.Dict<string | string[]> = {};
    parts.pages = async (request, response) => {
      seen = request.headers;
      response.end("page");
    };
    const forged = { "x-heddle-remote-address": "1.2.3.4", "x-nonce": "forged", "x-request-id": "forged" };
    const answer = await fetch(`${base}/page?token=s3cret`, { headers: forged });
    expect(seen["x-heddle-remote-address"]).toBe("127.0.0.1");
    expect(answer.headers.get("content-security-policy")).toContain(`'nonce-${String(seen["x-nonce"])}'`);
    expect(seen["x-request-id"]).toBe(answer.headers.get("x-request-id"));
    parts.pages = () => Promise.reject(new Error("password=hunter2"));
    const broken = await fetch(`${base}/page`);
    expect(broken.status).toBe(500);
    expect(await broken.text()).not.toContain("hunter2");
    const logged = JSON.stringify(lines);
    expect(logged).toContain('"path":"/page"');
    expect(logged).not.toContain("s3cret");
  });

  it("opens the ways between the processes only to the token made at start", async () => {
    const link = (headers: Record<string, string>) =>
      fetch(`${base}/internal/sign-in-link`, { method: "POST", headers });
    expect((await link({})).status).toBe(401);
    expect((await link(bearer(BOOTSTRAP_TOKEN))).status).toBe(401);
    expect(await (await link(bearer(INTERNAL))).json()).toEqual({ url: "http://h/sign-in?token=t" });
    expect((await fetch(`${base}/internal/scrape-targets`)).status).toBe(401);
    expect((await fetch(`${base}/internal/other`, { headers: bearer(INTERNAL) })).status).toBe(404);
    parts.own.internalToken = undefined;
    expect((await link(bearer(INTERNAL))).status).toBe(401);
    parts.own.internalToken = INTERNAL;
  });
});

describe("/live", () => {
  const connect = (headers: Record<string, string>) => new WebSocket(`${base.replace("http", "ws")}/live`, { headers });
  const refusedWith = (socket: WebSocket) =>
    new Promise<number | undefined>((resolve, reject) => {
      socket.on("unexpected-response", (_request, response) => {
        resolve(response.statusCode);
        socket.terminate();
      });
      socket.on("open", () => reject(new Error("was let in")));
      socket.on("error", () => undefined);
    });

  it("is closed until the console is ready", async () => {
    expect(await refusedWith(connect(bearer(BOOTSTRAP_TOKEN)))).toBe(503);
    parts.live = (request, socket, head) => void live.upgrade(request, socket, head);
  });

  it("refuses strangers, bad tokens and pages of other sites", async () => {
    expect(await refusedWith(connect({}))).toBe(401);
    expect(await refusedWith(connect(bearer("nobody")))).toBe(401);
    const { cookie } = await console.signIn(["viewer"]);
    expect(await refusedWith(connect({ cookie, origin: "https://elsewhere.example" }))).toBe(403);
  });

  it("sends the graph to who is signed in, and ends when it stops", async () => {
    const { cookie } = await console.signIn(["viewer"]);
    const socket = connect({ cookie, origin: "http://127.0.0.1:3000" });
    const first = await new Promise<string>((resolve, reject) => {
      socket.on("open", () => {
        const view = { mesh: "local", namespaces: null, type: "workload", durationSec: 600 };
        socket.send(JSON.stringify({ type: "subscribe", id: "g", topic: "graph", view }));
      });
      socket.on("message", (data) => resolve(String(data)));
      socket.on("error", reject);
    });
    expect(JSON.parse(first)).toMatchObject({ type: "graph", id: "g", seq: 1, full: true });
    const closed = new Promise<number>((resolve) => socket.on("close", resolve));
    socket.send("x".repeat(20_000));
    expect(await closed).toBe(1009);
  });
});
