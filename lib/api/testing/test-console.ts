import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import pino from "pino";
import type { AppContext } from "@/lib/identity/ctx";
import { FailureLimiter } from "@/lib/identity/failure-limiter";
import { personActor } from "@/lib/identity/person-actor";
import { createSignInLink } from "@/lib/identity/sessions/create-sign-in-link";
import { IdentityVariables, identitySettings } from "@/lib/identity/settings";
import { SharedResults } from "@/lib/identity/shared-results";
import { prepareSignIn } from "@/lib/identity/sign-in";
import { systemCtx } from "@/lib/identity/system-ctx";
import { createToken } from "@/lib/identity/tokens/create-token";
import { consoleVault } from "@/lib/mesh/xds/ca/key-vault";
import { openAuthority } from "@/lib/mesh/xds/ca/open-authority";
import { createEmbeddedMesh } from "@/lib/mesh/xds/embedded-mesh";
import type { Role } from "@/lib/model/actor";
import { NewApiToken } from "@/lib/model/api-token";
import type { PersonRow } from "@/lib/store/identity-stores";
import { openAppStore } from "@/lib/store/open-app-store";
import { createConsoleMetrics } from "@/lib/telemetry/console-metrics";
import type { ConsoleContext } from "../console-context";
import { handle } from "../handle";
import { routes } from "../routes";
import { MemoryMetricsSource, MemoryTraceSource } from "./memory-sources";

export const BOOTSTRAP_TOKEN = "bootstrap-token-of-the-tests-0123456789";

/** A console of a test's own: real PGlite, real control plane on a free port, telemetry in memory, no pages. */
export async function testConsole(settings: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-api-"));
  const log = pino({ level: "silent" });
  const store = await openAppStore({ dataDir, vault: consoleVault({ dataDir }) });
  const authority = await openAuthority(
    { mesh: "local", dataDir, trustDomain: "cluster.local", certLifetimeMs: 3_600_000 },
    store.authorities,
    log,
  );
  const port = await createEmbeddedMesh({
    authority,
    joins: store.joinTokens,
    configStore: store.config,
    mesh: "local",
    host: "127.0.0.1",
    xdsPort: 0,
    log,
  });
  const metrics = new MemoryMetricsSource();
  const traces = new MemoryTraceSource();
  const clock = { aheadMs: 0 };
  const now = () => Date.now() + clock.aheadMs;
  const pushed: string[] = [];
  const bell = { onRightsChanged: (): void => undefined };
  const app: AppContext = {
    store,
    meshes: new Map([["local", { name: "local", port, metrics, traces }]]),
    shared: new SharedResults(now),
    changePushed: (mesh) => pushed.push(mesh),
    rightsChanged: () => bell.onRightsChanged(),
    log,
    now,
  };
  const context: ConsoleContext = {
    app,
    settings: {
      version: "0.0.0",
      publicUrl: "http://127.0.0.1:3000",
      allowedOrigins: new Set(["http://127.0.0.1:3000"]),
      secureCookies: false,
      bootstrapToken: BOOTSTRAP_TOKEN,
      internalToken: undefined,
    },
    metrics: createConsoleMetrics({ defaults: false }),
    signIn: await prepareSignIn(
      identitySettings(IdentityVariables.parse(settings)),
      "http://127.0.0.1:3000",
      now,
      store.signInFailures,
    ),
    failures: new FailureLimiter({ most: 1000, windowMs: 60_000, now }),
    status: () => Promise.reject(new Error("no collector in this test")),
  };
  const system = systemCtx(app, "test");
  const call = (method: string, path: string, init: RequestInit = {}) => {
    const request = new Request(`http://127.0.0.1:3000/api/v1${path}`, { ...init, method });
    return handle(context, routes, request, new URL(request.url).pathname.replace("/api/v1", ""));
  };
  return {
    app,
    context,
    store,
    metrics,
    traces,
    clock,
    pushed,
    bell,
    mesh: port,
    call,
    /** An API token that a person with these rights made. */
    async personToken(roles: Role[]): Promise<string> {
      const id = randomUUID();
      const grants = roles.map((role) => ({ role, namespaces: null }));
      const person: PersonRow = {
        ...{ id, provider: "local", subject: id, login: id, name: roles.join("+"), passwordHash: null },
        ...{
          grants,
          providerGrants: [],
          disabledAtMs: null,
          createdAtMs: now(),
          createdBy: "test",
          lastSignInAtMs: null,
        },
      };
      await store.people.create(person);
      const ctx = { ...system, actor: personActor(person) };
      return (await createToken({ ctx, input: NewApiToken.parse({ name: person.name, roles }) })).token;
    },
    /** An API token with these rights, that acts for nobody. */
    async token(roles: Role[], namespaces: string[] | null = null): Promise<string> {
      const input = NewApiToken.parse({ name: roles.join("+"), roles, namespaces });
      return (await createToken({ ctx: system, input })).token;
    },
    /** Cookie and CSRF token of someone who signed in by a link. */
    async signIn(roles: Role[], namespaces: string[] | null = null) {
      const { token } = await createSignInLink({ ctx: system, input: { name: "someone", roles, namespaces } });
      const answer = await call("POST", "/session", json({ token }));
      const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
      const { csrfToken } = (await answer.json()) as { csrfToken: string };
      return { cookie, csrfToken };
    },
    async close() {
      await port.close();
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestConsole = Awaited<ReturnType<typeof testConsole>>;

/** A JSON body, with further headers. */
export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

/** Serves a test console's API on a free port, for clients that need a socket. */
export async function listenTo({ call }: TestConsole): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(call, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function answer(call: TestConsole["call"], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const headers = new Headers(request.headers as Record<string, string>);
  const body = method === "GET" ? {} : { body: Readable.toWeb(request) as BodyInit, duplex: "half" };
  const answered = await call(method, url.replace("/api/v1", ""), { headers, ...body } as RequestInit);
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  response.end(Buffer.from(await answered.arrayBuffer()));
}
