import pino from "pino";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { AppContext } from "../identity/ctx";
import { FailureLimiter } from "../identity/failure-limiter";
import { SharedResults } from "../identity/shared-results";
import type { SignIn } from "../identity/sign-in";
import { TrustedAddresses } from "../identity/trusted-proxy";
import { ErrorBody, ErrorCode } from "../model/error-code";
import { HeddleError } from "../model/heddle-error";
import { createConsoleMetrics } from "../telemetry/console-metrics";
import type { ConsoleContext } from "./console-context";
import { ERROR_STATUS } from "./error-status";
import { handle } from "./handle";
import { MAX_BODY_BYTES } from "./read-body";
import { defineRoute, type Route } from "./route";

const TOKEN = "bootstrap-token-of-the-tests-0123456789";

function context(): ConsoleContext {
  const audit = { append: async (entry: object) => ({ ...entry, id: "1", at: "" }), list: async () => [] };
  const none = { find: async () => null };
  const app = {
    store: { audit, sessions: none, apiTokens: none },
    meshes: new Map(),
    shared: new SharedResults(Date.now),
    changePushed: () => undefined,
    log: pino({ level: "silent" }),
    now: Date.now,
  } as unknown as AppContext;
  return {
    app,
    settings: {
      version: "0.0.0",
      publicUrl: "http://h",
      allowedOrigins: new Set(["http://h"]),
      secureCookies: false,
      bootstrapToken: TOKEN,
      internalToken: undefined,
    },
    metrics: createConsoleMetrics({ defaults: false }),
    signIn: { proxy: null, trusted: new TrustedAddresses([]), times: { idleMs: 1, longestMs: 1 } } as unknown as SignIn,
    failures: new FailureLimiter({ most: 3, windowMs: 60_000, now: Date.now }),
    status: () => Promise.reject(new Error("none")),
  };
}

let thrown: unknown;
const routes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/throw",
    summary: "Throws.",
    role: null,
    output: z.null(),
    run: () => Promise.reject(thrown),
  }),
  defineRoute({
    method: "POST",
    path: "/echo/{id}",
    summary: "Echoes.",
    role: "viewer",
    params: z.object({ id: z.string().max(5) }),
    query: z.object({ n: z.coerce.number().int().default(1) }),
    body: z.object({ text: z.string() }),
    output: z.object({ id: z.string(), n: z.number(), text: z.string() }),
    run: async ({ params, query, body }) => ({ body: { ...params, ...query, ...body, secret: "not in the schema" } }),
  }),
  defineRoute({
    method: "GET",
    path: "/echo/fixed",
    summary: "A fixed word beside a variable.",
    role: null,
    output: z.string(),
    run: async () => ({ body: "fixed" }),
  }),
  defineRoute({
    method: "GET",
    path: "/wrong",
    summary: "Answers what it should not.",
    role: null,
    output: z.object({ n: z.number() }),
    run: async () => ({ body: { n: "a password" as unknown as number } }),
  }),
];

const call = (method: string, path: string, init: RequestInit = {}, console: ConsoleContext | undefined = context()) =>
  handle(console, routes, new Request(`http://h/api/v1${path}`, { ...init, method }), path.split("?")[0] ?? "");
const errorOf = async (answer: Response) => ErrorBody.parse(await answer.json()).error;
const signed = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };

describe("errors", () => {
  it.each(ErrorCode.options)("%s has its status and says what, why and what next", async (code) => {
    thrown = new HeddleError(code, { what: "What.", why: "Why.", next: "Next.", details: { a: 1 } });
    const answer = await call("GET", "/throw");
    expect(answer.status).toBe(ERROR_STATUS[code]);
    expect(await errorOf(answer)).toMatchObject({ code, what: "What.", why: "Why.", next: "Next.", details: { a: 1 } });
  });

  it("of a copy of the class that another bundle made are told apart by name", async () => {
    class HeddleErrorCopy extends Error {
      readonly code = "not_found";
      readonly what = "What.";
      readonly why = "Why.";
      readonly next = "Next.";
      override readonly name = "HeddleError";
    }
    thrown = new HeddleErrorCopy("copy");
    expect((await call("GET", "/throw")).status).toBe(404);
  });

  it.each([new Error("password=hunter2"), "password=hunter2", { password: "hunter2" }, null])(
    "that nobody expected say nothing but a trace id",
    async (unexpected) => {
      thrown = unexpected;
      const answer = await call("GET", "/throw");
      const text = await answer.text();
      expect(answer.status).toBe(500);
      expect(text).not.toContain("hunter2");
      const { traceId } = ErrorBody.parse(JSON.parse(text)).error;
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(answer.headers.get("x-heddle-trace-id")).toBe(traceId);
    },
  );

  it("of our own in an answer are ours to answer for, and leak nothing", async () => {
    const answer = await call("GET", "/wrong");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("a password");
  });

  it("while starting say to come back", async () => {
    const answer = await handle(undefined, routes, new Request("http://h/api/v1/throw"), "/throw");
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("2");
  });
});

describe("routing", () => {
  it("answers unknown addresses with 404, other methods with 405 and Allow", async () => {
    expect((await call("GET", "/nothing/here")).status).toBe(404);
    expect((await call("GET", "/echo/%zz")).status).toBe(404);
    const answer = await call("DELETE", "/echo/1");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST");
  });

  it("prefers fixed words to variables", async () => {
    expect(await (await call("GET", "/echo/fixed")).json()).toBe("fixed");
  });
});

describe("input", () => {
  const post = (path: string, init: RequestInit) => call("POST", path, { headers: signed, ...init });

  it("comes from path, query and body; output is cut to its schema", async () => {
    const answer = await post("/echo/a%2Fb?n=7", { body: '{"text":"hi"}' });
    expect(await answer.json()).toEqual({ id: "a/b", n: 7, text: "hi" });
    expect(answer.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["/echo/a?n=x", '{"text":"hi"}', "query.n"],
    ["/echo/toolong", '{"text":"hi"}', "path.id"],
    ["/echo/a", '{"text":7}', "body.text"],
  ])("that does not fit is named: %s %s", async (path, body, where) => {
    const answer = await post(path, { body });
    expect(answer.status).toBe(400);
    expect((await errorOf(answer)).details).toMatchObject({ issues: [{ path: where }] });
  });

  it("that cannot be read is refused with its status", async () => {
    expect((await post("/echo/a", { body: '{"text":' })).status).toBe(400);
    expect((await post("/echo/a", { body: new Uint8Array([0x22, 0xff, 0x22]) })).status).toBe(400);
    const yaml = { headers: { ...signed, "content-type": "application/yaml" }, body: "text: hi" };
    expect((await post("/echo/a", yaml)).status).toBe(415);
    expect((await post("/echo/a", {})).status).toBe(400);
  });

  it("larger than the limit is refused without being read whole, also when its length is not said", async () => {
    expect((await post("/echo/a", { body: " ".repeat(MAX_BODY_BYTES + 1) })).status).toBe(413);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const answer = await post("/echo/a", { body, duplex: "half" } as RequestInit);
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(MAX_BODY_BYTES + 1_000_000);
  });
});

describe("bad tokens", () => {
  it("are slowed down by address, valid ones from there are not", async () => {
    const console = context();
    const from = (token: string, address: string) =>
      call(
        "POST",
        "/echo/a",
        {
          headers: { ...signed, authorization: `Bearer ${token}`, "x-heddle-remote-address": address },
          body: '{"text":"hi"}',
        },
        console,
      );
    const codes: number[] = [];
    for (let i = 0; i < 4; i++) codes.push((await from("wrong", "10.0.0.1")).status);
    expect(codes.at(0)).toBe(401);
    expect(codes.at(-1)).toBe(429);
    expect((await from("wrong", "10.0.0.2")).status).toBe(401);
    expect((await from(TOKEN, "10.0.0.1")).status).toBe(200);
  });
});
