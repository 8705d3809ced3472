import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { hostname } from "node:os";
import next from "next";
import type { Logger } from "pino";
import packageJson from "../package.json";
import { proxyReadings } from "./api/collector-status";
import { type ConsoleContext, shareConsoleContext } from "./api/console-context";
import { type ConsoleParts, createConsoleServer } from "./api/console-server";
import { liveDoor } from "./api/live-door";
import { liveMeter, livePorts } from "./api/live-ports";
import { readiness } from "./api/readiness";
import { signInUrl } from "./api/sign-in-url";
import { systemStatus } from "./api/system-status";
import { ChangeFollower } from "./changes/change-follower";
import { type Env, readEnv } from "./env";
import { AuditHeadLog } from "./identity/audit-head-log";
import type { AppContext } from "./identity/ctx";
import { FailureLimiter } from "./identity/failure-limiter";
import { createSignInLink, NewSignInLink } from "./identity/sessions/create-sign-in-link";
import { SharedResults } from "./identity/shared-results";
import { prepareSignIn, type SignIn } from "./identity/sign-in";
import { systemCtx } from "./identity/system-ctx";
import { TrustedAddresses } from "./identity/trusted-proxy";
import { LiveHub } from "./live/live-hub";
import { LiveServer } from "./live/live-server";
import { consoleVault } from "./mesh/xds/ca/key-vault";
import { openAuthority } from "./mesh/xds/ca/open-authority";
import { createEmbeddedMesh } from "./mesh/xds/embedded-mesh";
import { isHeddleError } from "./model/heddle-error";
import { sourceRolloutMetrics } from "./rollouts/analysis/source-rollout-metrics";
import { RolloutChores } from "./rollouts/chores/rollout-chores";
import { RolloutController } from "./rollouts/controller/rollout-controller";
import { Notifier } from "./rollouts/notify/notifier";
import { ownMetricsSource } from "./sources/own-metrics-source";
import { ownTraceSource } from "./sources/own-trace-source";
import type { AppStore } from "./store/app-store";
import { openAppStore } from "./store/open-app-store";
import { connectTelemetry } from "./store/telemetry/connect";
import { type ConsoleMetrics, createConsoleMetrics } from "./telemetry/console-metrics";
import { createLogger } from "./telemetry/create-logger";
import { Shutdown } from "./telemetry/shutdown";
import { startTracing } from "./telemetry/start-tracing";

const { version } = packageJson;
const RETRY_MS = 2000;
const LOCK_WAIT_MS = 12_000;
const DRAIN_MS = 5000;
const FAILED_SIGN_INS = { most: 20, windowMs: 5 * 60_000 };

/** The console process: listens first, opens its stores, then serves. */
async function main(env: Env, log: Logger): Promise<void> {
  const shutdown = new Shutdown(log);
  if (env.selfTracing) {
    const otlpHttpUrl = `http://127.0.0.1:${env.otlpHttpPort}`;
    const tracing = startTracing({ service: "heddle-console", version, otlpHttpUrl });
    shutdown.add("tracing", () => tracing.stop());
  }
  const metrics = createConsoleMetrics({ defaults: true });
  const parts = startingParts(env, metrics);
  const trusted = new TrustedAddresses(env.identity.trustedProxies);
  const https = env.publicUrl.startsWith("https:");
  const server = createConsoleServer(parts, { log, development: !env.production, trusted, https });
  await listen(server, env);
  log.info({ url: env.publicUrl }, "listening; opening stores");

  const preparing = preparePages(env, server);
  preparing.catch(() => undefined);
  const store = await openStore(env, log);
  shutdown.add("state store", () => store.close());
  const mesh = await openMesh(env, store, log);
  shutdown.add("control plane", () => mesh.close());
  const reader = connectTelemetry(telemetryAddress(env));
  shutdown.add("telemetry reader", () => reader.close());

  const handle = {
    name: env.mesh,
    environment: env.environment,
    port: mesh,
    metrics: ownMetricsSource({ client: reader }),
    traces: ownTraceSource({ client: reader, mesh: env.mesh }),
  };
  const app: AppContext = {
    store,
    meshes: new Map([[env.mesh, handle]]),
    shared: new SharedResults(Date.now),
    changePushed: (name) => follower.pushed(name),
    rolloutMoved: () => controller.wake(),
    rightsChanged: () => live.recheckAll(),
    sendTestMessage: (id) => notifier.sendTest(id),
    mtlsQuietMs: env.mtlsQuietMs,
    proxyReadings: () =>
      proxyReadings({ url: `http://127.0.0.1:${env.collectorPort}`, token: env.internalToken }, Date.now),
    log,
    now: Date.now,
  };
  const follower = new ChangeFollower(app, (state) => metrics.changes.inc({ state }));
  follower.start();
  shutdown.add("change follower", () => follower.stop());
  const controller = new RolloutController({
    deps: app,
    holder: randomUUID(),
    metricsOf: (of) => sourceRolloutMetrics(of, app.now),
  });
  controller.start();
  shutdown.add("rollouts", () => controller.stop());
  const chores = new RolloutChores(app);
  chores.start();
  shutdown.add("chores of rollouts", () => chores.stop());
  const publicUrl = env.publicUrl.replace(/\/+$/, "");
  const notifier = new Notifier({
    store: store.notify,
    publicUrl,
    allowPrivate: env.notifyPrivate,
    log: log.child({ component: "notifier" }),
    now: app.now,
  });
  notifier.start();
  shutdown.add("notifier", () => notifier.stop());
  const signIn = await prepareSignIn(env.identity, publicUrl, Date.now, store.signInFailures);
  const context = consoleContext(env, app, metrics, signIn);
  const auditHeads = new AuditHeadLog(store.audit, log);
  auditHeads.start();
  shutdown.add("audit head", () => auditHeads.stop());
  const live = new LiveServer(new LiveHub(livePorts(app), liveMeter(metrics)), liveDoor(context));

  const pages = await preparing;
  shutdown.add("pages", () => pages.close());
  shutdown.add("running requests", () => drain(server));
  shutdown.add("live connections", () => live.close());
  shareConsoleContext(context);
  const leansOn = [
    { name: "state store", needed: true, check: () => store.ping() },
    { name: env.clickhouseUrl ? "telemetry store" : "collector", needed: false, check: () => reader.ping() },
    { name: "stopping", needed: true, check: () => refuseWhen(shutdown.stopping) },
  ];
  parts.own.readiness = () => readiness(leansOn);
  parts.own.scrapeTargets = () => mesh.scrapeTargets();
  parts.own.signInLink = async (remoteAddress) => {
    const { token } = await createSignInLink({
      ctx: systemCtx(app, "launcher", remoteAddress),
      input: NewSignInLink.parse({}),
    });
    return signInUrl(context.settings.publicUrl, token);
  };
  parts.live = (request, socket, head) => void live.upgrade(request, socket, head);
  parts.pages = pages.handler;
  if (!env.production) parts.otherUpgrade = pages.upgrade;
  log.info({ url: env.publicUrl, xdsPort: mesh.xdsPort }, "ready");
}

/** What answers before the stores are open. */
function startingParts(env: Env, { registry }: ConsoleMetrics): ConsoleParts {
  const starting = { name: "console", ok: false, needed: true, error: "starting" };
  return {
    own: {
      readiness: async () => ({ ready: false, parts: [starting] }),
      metrics: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
      scrapeTargets: () => [],
      signInLink: () => Promise.reject(new Error("the console is starting")),
      internalToken: env.internalToken,
    },
  };
}

function consoleContext(env: Env, app: AppContext, metrics: ConsoleMetrics, signIn: SignIn): ConsoleContext {
  const startedAt = new Date().toISOString();
  const publicUrl = env.publicUrl.replace(/\/+$/, "");
  const local = ["127.0.0.1", "localhost", "[::1]"].map((host) => `http://${host}:${env.consolePort}`);
  return {
    app,
    settings: {
      version,
      publicUrl,
      allowedOrigins: new Set([new URL(publicUrl).origin, ...local]),
      secureCookies: env.secureCookies,
      bootstrapToken: env.bootstrapToken,
      internalToken: env.internalToken,
    },
    metrics,
    failures: new FailureLimiter({ ...FAILED_SIGN_INS, now: Date.now }),
    signIn,
    status: () => systemStatus({ env, version, startedAt, store: app.store }),
  };
}

/** A database server that is away is waited for; a folder that is in use only as long as its last console may take to end. */
async function openStore(env: Env, log: Logger): Promise<AppStore> {
  const vault = consoleVault(env);
  const giveUpMs = env.databaseUrl ? Number.POSITIVE_INFINITY : performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await openAppStore({ dataDir: env.dataDir, databaseUrl: env.databaseUrl, vault });
    } catch (error) {
      if (!isHeddleError(error) || error.code !== "unavailable" || performance.now() > giveUpMs) throw error;
      log.warn({ err: error }, "the state store does not open; trying again");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

async function openMesh(env: Env, store: AppStore, log: Logger) {
  const own = log.child({ component: "control plane" });
  const loopback = ["127.0.0.1", "::1", "localhost"];
  const beyond = !loopback.includes(env.host);
  const tls = env.xdsTls === true || beyond;
  return createEmbeddedMesh({
    authority: await openAuthority(env, store.authorities, own),
    joins: store.joinTokens,
    // PGlite belongs to one process: there nobody else is to be told.
    fleet: env.databaseUrl ? store.fleet : undefined,
    requireToken: env.xdsRequireToken ?? beyond,
    tlsNames: tls ? [...new Set([...loopback, hostname(), ...env.xdsNames])] : undefined,
    configStore: store.config,
    mesh: env.mesh,
    host: env.host,
    xdsPort: env.xdsPort,
    otlpAddress: `${env.host}:${env.otlpGrpcPort}`,
    log: own,
  });
}

/** Where telemetry is read: a ClickHouse server, or the collector with the token made at start. */
function telemetryAddress(env: Env) {
  if (env.clickhouseUrl) return { url: env.clickhouseUrl };
  const url = `http://127.0.0.1:${env.collectorPort}`;
  return env.internalToken ? { url, token: env.internalToken } : { url };
}

async function preparePages(env: Env, httpServer: Server) {
  const pages = next({ dev: !env.production, hostname: env.host, port: env.consolePort, httpServer });
  await pages.prepare();
  return { handler: pages.getRequestHandler(), upgrade: pages.getUpgradeHandler(), close: () => pages.close() };
}

function listen(server: Server, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.consolePort, env.host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** Takes no new calls and lets running ones finish. */
async function drain(server: Server): Promise<void> {
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(late);
}

async function refuseWhen(stopping: boolean): Promise<void> {
  if (stopping) throw new Error("the console is stopping");
}

const env = readEnv();
const log = createLogger("console", env.logLevel);
main(env, log).catch((error: unknown) => {
  log.fatal({ err: error }, "the console could not start");
  process.exit(1);
});
