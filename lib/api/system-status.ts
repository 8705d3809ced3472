import type { Env } from "../env";
import type { SystemStatus } from "../model/system-status";
import type { AppStore } from "../store/app-store";
import { collectorStatus } from "./collector-status";

/** How Heddle itself is, for GET /api/v1/status. Never throws: what is away is told. */
export async function systemStatus(options: {
  env: Env;
  version: string;
  startedAt: string;
  store: Pick<AppStore, "ping">;
}): Promise<SystemStatus> {
  const { env, version, startedAt } = options;
  const collectorUrl = `http://127.0.0.1:${env.collectorPort}`;
  const [facts, store] = await Promise.all([
    collectorStatus({ url: collectorUrl, token: env.internalToken }),
    options.store.ping().then(
      () => ({ ok: true }),
      (error: unknown) => ({ ok: false, error: error instanceof Error ? error.message : String(error) }),
    ),
  ]);
  const { collector, lossNotes, versions, sources } = facts;
  return {
    version,
    startedAt,
    versions: {
      node: process.versions.node,
      database: env.databaseUrl ? "PostgreSQL" : "PGlite (embedded)",
      ...versions,
    },
    ports: {
      console: env.consolePort,
      xds: env.xdsPort,
      otlpGrpc: env.otlpGrpcPort,
      otlpHttp: env.otlpHttpPort,
      zipkin: env.zipkinPort,
    },
    sources: [{ name: "state store", ...store }, ...sources],
    collector,
    lossNotes,
  };
}
