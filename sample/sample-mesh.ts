import type { Server } from "node:http";
import { join } from "node:path";
import type { Logger } from "pino";
import { LegacyBatch } from "./batch/legacy-batch";
import { SpanExporter } from "./batch/span-exporter";
import { controlServer } from "./control/control-server";
import { Guard } from "./envoy/guard";
import { ProxyFleet } from "./envoy/proxy-fleet";
import { Stage } from "./scenario/stage";
import { HOSTS } from "./services/hosts";
import { startServices } from "./services/start-services";
import { gatewayOptions, type MeshAddresses, workloadOptions } from "./topology/bootstrap-options";
import { freePorts } from "./topology/free-ports";
import { assignPorts, PORTS_NEEDED } from "./topology/proxy-ports";
import { BATCH, WORKLOADS } from "./topology/workloads";
import { TrafficGenerator } from "./traffic/traffic-generator";

/** The same shoppers at every start. */
const SEED = 7;

export interface SampleSettings {
  envoyBin: string;
  /** folder of the sample's own: bootstraps */
  dataDir: string;
  guardScript: string;
  mesh: string;
  xds: string;
  otlpGrpc: string;
  otlpHttpUrl: string;
  /** join tokens of its proxies */
  identity: MeshAddresses["identity"];
  gatewayPort: number;
  /** 0: a free one */
  controlPort: number;
  ratePerSec: number;
  /** ports that others of the product will take */
  avoidPorts: readonly number[];
  log: Logger;
}

export interface SampleMesh {
  stage: Stage;
  controlPort: number;
  /** resolves when every proxy has its configuration and traffic flows */
  ready: Promise<void>;
  proxies(): { name: string; pid: number }[];
  stop(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}

/** Starts the services, a proxy for each, the shoppers and the batch client; everything it starts ends with `stop()`. */
export async function startSampleMesh(settings: SampleSettings): Promise<SampleMesh> {
  const { log } = settings;
  const stage = new Stage("healthy", settings.ratePerSec);
  const { gatewayAdmin, proxies } = assignPorts(
    await freePorts(PORTS_NEEDED, settings.dataDir, [
      settings.gatewayPort,
      settings.controlPort,
      ...settings.avoidPorts,
    ]),
  );
  const services = await startServices(stage, proxies);
  const guard = new Guard(settings.guardScript);
  const fleet = new ProxyFleet({ binary: settings.envoyBin, dir: join(settings.dataDir, "bootstrap"), guard, log });
  const { xds, otlpGrpc: otlp, mesh, identity } = settings;
  const addresses = { xds, otlp, mesh, identity };
  for (const workload of WORKLOADS) {
    const ports = proxies.get(workload.workload);
    const appPort = services.appPorts.get(workload.workload);
    if (ports && appPort !== undefined) await fleet.start(workloadOptions(workload, ports, appPort, addresses));
  }
  await fleet.start(gatewayOptions(settings.gatewayPort, gatewayAdmin, addresses));

  const traffic = new TrafficGenerator(stage, settings.gatewayPort, SEED);
  const exporter = new SpanExporter(
    settings.otlpHttpUrl,
    { "service.name": BATCH.service, "service.namespace": BATCH.namespace, "service.version": BATCH.version },
    log,
  );
  const inboundOf = (workload: string) => proxies.get(workload)?.inbound ?? 0;
  const batch = new LegacyBatch({
    inventory: { service: "inventory", namespace: "platform", host: HOSTS.inventory, port: inboundOf("inventory-v1") },
    payments: { service: "payments", namespace: "payments", host: HOSTS.payments, port: inboundOf("payments-v1") },
    exporter,
  });

  const stopped = new AbortController();
  let flows = false;
  const control = controlServer({
    stage,
    ready: () => flows,
    traffic: () => traffic.counts,
    proxies: () => fleet.running(),
  });
  const controlPort = await listen(control, settings.controlPort);
  const ready = fleet.ready(stopped.signal).then(() => {
    if (stopped.signal.aborted) return;
    traffic.start();
    batch.start();
    flows = true;
    log.info(
      { gateway: settings.gatewayPort, control: controlPort, proxies: fleet.running().length },
      "the sample mesh carries traffic",
    );
  });
  ready.catch(() => undefined);

  return {
    stage,
    controlPort,
    ready,
    proxies: () => fleet.running(),
    async stop() {
      stopped.abort();
      traffic.stop();
      control.closeAllConnections();
      control.close();
      await batch.stop();
      await fleet.stop();
      await services.close();
      guard.close();
    },
  };
}
