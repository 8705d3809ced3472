import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { readEnv } from "@/lib/env";
import { startSampleMesh } from "./sample-mesh";
import { applyConfig } from "./steering/apply-config";
import { readConfigFiles } from "./steering/config-file";
import { joinTokens } from "./steering/join-tokens";
import { accepted } from "./topology/accepted";

/** The repository: this file's bundle lies in dist/, its source in sample/. */
const root = fileURLToPath(new URL("..", import.meta.url));

async function main(): Promise<void> {
  const env = readEnv();
  const log = pino({ level: env.logLevel, base: { service: "sample" } });
  await accepted(env.xdsPort);
  const token = env.internalToken ?? env.bootstrapToken;
  const consoleUrl = `http://127.0.0.1:${env.consolePort}`;
  const identity = token === undefined ? () => ({}) : await joinTokens({ consoleUrl, token, log });
  const mesh = await startSampleMesh({
    identity,
    envoyBin: env.envoyBin ?? "envoy",
    dataDir: resolve(env.dataDir, "sample"),
    guardScript: resolve(root, "lib/launch/guard.mjs"),
    mesh: env.mesh,
    xds: `127.0.0.1:${env.xdsPort}`,
    otlpGrpc: `127.0.0.1:${env.otlpGrpcPort}`,
    otlpHttpUrl: `http://127.0.0.1:${env.otlpHttpPort}`,
    gatewayPort: env.samplePort,
    controlPort: env.sampleControlPort,
    ratePerSec: env.sampleRatePerSec,
    avoidPorts: [env.consolePort, env.xdsPort, env.otlpGrpcPort, env.otlpHttpPort, env.zipkinPort, env.collectorPort],
    log,
  });
  const stopped = new AbortController();
  const stop = () => {
    if (stopped.signal.aborted) return;
    stopped.abort();
    void mesh.stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);

  if (token === undefined) {
    log.warn(
      "neither HEDDLE_INTERNAL_TOKEN nor HEDDLE_BOOTSTRAP_TOKEN is set: the sample's own objects are not created, its proxies get no identity",
    );
    return;
  }
  const files = await readConfigFiles(resolve(root, "sample/config"));
  await applyConfig(files, { consoleUrl, token, log, signal: stopped.signal }).catch((error: unknown) => {
    if (!stopped.signal.aborted) throw error;
  });
}

await main();
