import { bootstrap } from "../bootstrap";
import type { BootstrapOptions } from "../bootstrap-options";
import { createEmbeddedMesh, type EmbeddedMesh, type EmbeddedMeshTiming } from "../embedded-mesh";
import { MemoryConfigStore } from "../memory-config-store";
import type { MeshLog } from "../mesh-log";
import { freePorts, type RealEnvoy, startEnvoy, until } from "./real-envoy";
import { startTestApp, type TestApp } from "./test-app";

const QUIET: MeshLog = { info: () => {}, warn: () => {}, error: () => {} };
const TIMING: Partial<EmbeddedMeshTiming> = { graceMs: 600, warmUpMs: 0, lingerMs: 300, pollMs: 500 };

/** A proxy of a test with the application behind it. */
export interface TestProxy {
  envoy: RealEnvoy;
  app: TestApp | undefined;
  outboundPort: number;
  inboundPort: number;
  adminPort: number;
  gatewayPort: number;
}

type Kind = "virtualservices" | "destinationrules" | "serviceentries" | "workloadentries";

/** An embedded control plane on a port of its own, with real Envoys that join it. */
export class TestMesh {
  readonly store = new MemoryConfigStore();
  mesh: EmbeddedMesh;
  readonly xdsPort: number;
  private readonly envoyBin: string;
  private readonly proxies: TestProxy[] = [];
  private readonly timing: Partial<EmbeddedMeshTiming>;
  private readonly otlpAddress: string;

  private constructor(
    envoyBin: string,
    mesh: EmbeddedMesh,
    store: MemoryConfigStore,
    timing: Partial<EmbeddedMeshTiming>,
    otlpAddress: string,
  ) {
    this.envoyBin = envoyBin;
    this.mesh = mesh;
    this.xdsPort = mesh.xdsPort;
    this.store = store;
    this.timing = timing;
    this.otlpAddress = otlpAddress;
  }

  static async start(envoyBin: string, otlpAddress = "127.0.0.1:9"): Promise<TestMesh> {
    const store = new MemoryConfigStore();
    return new TestMesh(envoyBin, await create(store, 0, TIMING, otlpAddress), store, TIMING, otlpAddress);
  }

  /** Ends the control plane and starts it again on the same port and store; proxies are left alone. */
  async restart(downMs: number, timing: Partial<EmbeddedMeshTiming> = {}): Promise<void> {
    await this.mesh.close();
    await new Promise((resolve) => setTimeout(resolve, downMs));
    const again = () =>
      create(this.store, this.xdsPort, { ...this.timing, ...timing }, this.otlpAddress).catch(() => undefined);
    this.mesh = await until("the port of the control plane", again);
  }

  /** Starts a proxy, with an application behind it when it serves, and waits until it is ready. */
  async join(options: Partial<BootstrapOptions> & { workload: string; namespace?: string }): Promise<TestProxy> {
    const [outboundPort = 0, inboundPort = 0, adminPort = 0, gatewayPort = 0] = await freePorts(4);
    const app = options.service && options.appPort === undefined ? await startTestApp(options.workload) : undefined;
    const made = bootstrap({
      namespace: "shop",
      outboundPort,
      adminPort,
      xds: `127.0.0.1:${this.xdsPort}`,
      otlp: this.otlpAddress,
      accessLog: "",
      ...(options.service ? { inboundPort, servicePort: 9080 } : {}),
      ...(options.upstream ? { gatewayPort } : {}),
      ...(app ? { appPort: app.port } : {}),
      ...options,
    });
    const envoy = startEnvoy(this.envoyBin, made);
    const proxy = { envoy, app, outboundPort, inboundPort, adminPort, gatewayPort };
    this.proxies.push(proxy);
    await until(`${options.workload} to be ready`, async () => {
      if (envoy.child.exitCode !== null) throw new Error(`Envoy ended: ${envoy.logs()}`);
      return (await fetch(`http://127.0.0.1:${adminPort}/ready`)).status === 200;
    });
    return proxy;
  }

  /** Writes an object and waits until every connected proxy has acknowledged, refused or is untouched by it. */
  async put(plural: Kind, name: string, spec: object, namespace = "shop"): Promise<number> {
    const { revision } = await this.write(plural, name, spec, namespace);
    await this.settled(revision);
    return revision;
  }

  async write(plural: Kind, name: string, spec: object | null, namespace = "shop") {
    const kinds = {
      virtualservices: "VirtualService",
      destinationrules: "DestinationRule",
      serviceentries: "ServiceEntry",
      workloadentries: "WorkloadEntry",
    };
    const object = { apiVersion: "networking.istio.io/v1", kind: kinds[plural], metadata: { name, namespace }, spec };
    const key = { group: "networking.istio.io", version: "v1", plural, namespace, name };
    return this.mesh.putConfig([{ key, yaml: spec && JSON.stringify(object), actor: "test", reason: "test" }]);
  }

  async settled(revision: number): Promise<void> {
    await until(`revision ${revision} everywhere`, async () => {
      const states = await this.mesh.propagation(revision);
      return states.every(({ state }) => state !== "waiting" && state !== "sent");
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.proxies.map(async ({ envoy, app }) => Promise.all([envoy.stop(), app?.close()])));
    await this.mesh.close();
  }
}

function create(
  configStore: MemoryConfigStore,
  xdsPort: number,
  timing: Partial<EmbeddedMeshTiming>,
  otlpAddress: string,
): Promise<EmbeddedMesh> {
  return createEmbeddedMesh({
    configStore,
    mesh: "local",
    host: "127.0.0.1",
    xdsPort,
    otlpAddress,
    log: QUIET,
    timing,
  });
}
