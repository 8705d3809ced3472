import { createHash, randomBytes, randomUUID } from "node:crypto";
import { bootstrap } from "../bootstrap";
import type { BootstrapOptions } from "../bootstrap-options";
import { CertificateAuthority } from "../ca/certificate-authority";
import type { GivenAuthority } from "../ca/given-authority";
import { type KeyVault, openVault } from "../ca/key-vault";
import { MemoryCaStore } from "../ca/memory-ca-store";
import { createEmbeddedMesh, type EmbeddedMesh, type EmbeddedMeshTiming } from "../embedded-mesh";
import { MemoryFleetStore } from "../fleet/memory-fleet-store";
import { MemoryJoinStore, type MemoryJoinToken } from "../join/memory-join-store";
import { MemoryConfigStore } from "../memory-config-store";
import type { MeshLog } from "../mesh-log";
import { freePorts, type RealEnvoy, startEnvoy, until } from "./real-envoy";
import { startTestApp, type TestApp } from "./test-app";

const QUIET: MeshLog = { info: () => {}, warn: () => {}, error: () => {} };
const TIMING: Partial<EmbeddedMeshTiming> = {
  graceMs: 600,
  warmUpMs: 0,
  lingerMs: 300,
  pollMs: 500,
  fleetMs: 100,
  silentMs: 1_500,
};

/** A proxy of a test with the application behind it. */
export interface TestProxy {
  envoy: RealEnvoy;
  app: TestApp | undefined;
  outboundPort: number;
  inboundPort: number;
  adminPort: number;
  gatewayPort: number;
}

const KINDS = {
  virtualservices: "VirtualService",
  destinationrules: "DestinationRule",
  serviceentries: "ServiceEntry",
  workloadentries: "WorkloadEntry",
  peerauthentications: "PeerAuthentication",
} as const;
type Kind = keyof typeof KINDS;

/** How a test's control plane differs from others'. */
export interface TestMeshOptions {
  otlpAddress?: string;
  /** life of a workload's certificate; default an hour */
  leafLifetimeMs?: number;
  /** serve the xDS port over TLS */
  tls?: boolean;
  /** other control planes may share its stores: see `another` */
  fleet?: boolean;
  /** an authority of the operator's own */
  given?: GivenAuthority;
}

/** The options with their defaults. */
type Options = Required<Omit<TestMeshOptions, "given">> & Pick<TestMeshOptions, "given">;

/** What lives longer than one control plane of a test. */
interface Lasting {
  store: MemoryConfigStore;
  authorities: MemoryCaStore;
  joins: MemoryJoinStore;
  vault: KeyVault;
  fleet: MemoryFleetStore;
}

/** An embedded control plane on a port of its own, with real Envoys that join it. */
export class TestMesh {
  readonly lasting: Lasting;
  mesh: EmbeddedMesh;
  readonly xdsPort: number;
  private readonly envoyBin: string;
  private readonly proxies: TestProxy[] = [];
  private readonly timing: Partial<EmbeddedMeshTiming>;
  private readonly options: Options;

  private constructor(
    envoyBin: string,
    mesh: EmbeddedMesh,
    lasting: Lasting,
    timing: Partial<EmbeddedMeshTiming>,
    options: Options,
  ) {
    this.envoyBin = envoyBin;
    this.mesh = mesh;
    this.xdsPort = mesh.xdsPort;
    this.lasting = lasting;
    this.timing = timing;
    this.options = options;
  }

  static async start(envoyBin: string, given: TestMeshOptions = {}): Promise<TestMesh> {
    const options = {
      otlpAddress: "127.0.0.1:9",
      leafLifetimeMs: 3_600_000,
      tls: false,
      fleet: false,
      given: undefined,
      ...given,
    };
    const lasting = {
      store: new MemoryConfigStore(),
      authorities: new MemoryCaStore(),
      joins: new MemoryJoinStore(),
      vault: openVault({ secret: "of a test" }),
      fleet: new MemoryFleetStore(),
    };
    return new TestMesh(envoyBin, await create(lasting, 0, TIMING, options), lasting, TIMING, options);
  }

  get store(): MemoryConfigStore {
    return this.lasting.store;
  }

  /** A join token for a workload; gives its secret. */
  joinToken(workload: string, namespace = "shop", more: Partial<MemoryJoinToken> = {}): string {
    const secret = `hdj_${randomBytes(16).toString("hex")}`;
    const id = randomUUID();
    const tokenHash = createHash("sha256").update(secret).digest("hex");
    const times = { maxProxies: 10, expiresAtMs: Date.now() + 3_600_000 };
    this.lasting.joins.tokens.set(id, {
      id,
      namespace,
      workload,
      serviceAccount: workload,
      tokenHash,
      ...times,
      ...more,
    });
    return secret;
  }

  /** One more control plane on the same stores, as another console has it. To be closed by its test. */
  another(): Promise<EmbeddedMesh> {
    return create(this.lasting, 0, this.timing, this.options);
  }

  /** Ends the control plane and starts it again on the same port and store; proxies are left alone. */
  async restart(downMs: number, timing: Partial<EmbeddedMeshTiming> = {}): Promise<void> {
    await this.mesh.close();
    await new Promise((resolve) => setTimeout(resolve, downMs));
    const again = () =>
      create(this.lasting, this.xdsPort, { ...this.timing, ...timing }, this.options).catch(() => undefined);
    this.mesh = await until("the port of the control plane", again);
  }

  /**
   * Starts a proxy, with an application behind it when it serves, and waits until it is ready. It has a join token of its own
   * unless `joinToken` is given; undefined: none.
   */
  async join(options: Partial<BootstrapOptions> & { workload: string; namespace?: string }): Promise<TestProxy> {
    const [outboundPort = 0, inboundPort = 0, adminPort = 0, gatewayPort = 0] = await freePorts(4);
    const app = options.service && options.appPort === undefined ? await startTestApp(options.workload) : undefined;
    const made = bootstrap({
      namespace: "shop",
      outboundPort,
      adminPort,
      xds: `127.0.0.1:${this.xdsPort}`,
      otlp: this.options.otlpAddress,
      ...("joinToken" in options ? {} : { joinToken: this.joinToken(options.workload, options.namespace) }),
      xdsCa: this.mesh.identity.xdsCa() ?? undefined,
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
    const group = plural === "peerauthentications" ? "security.istio.io" : "networking.istio.io";
    const object = { apiVersion: `${group}/v1`, kind: KINDS[plural], metadata: { name, namespace }, spec };
    const key = { group, version: "v1", plural, namespace, name };
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

async function create(
  { store, authorities, joins, vault, fleet }: Lasting,
  xdsPort: number,
  timing: Partial<EmbeddedMeshTiming>,
  { otlpAddress, leafLifetimeMs, tls, fleet: shared, given }: Options,
): Promise<EmbeddedMesh> {
  const authority = await CertificateAuthority.open({
    store: authorities,
    vault,
    mesh: "local",
    trustDomain: "cluster.local",
    given,
    leafLifetimeMs,
    spreadMs: 500,
    now: Date.now,
    log: QUIET,
  });
  return createEmbeddedMesh({
    authority,
    joins,
    fleet: shared ? fleet : undefined,
    tlsNames: tls ? ["127.0.0.1", "localhost"] : undefined,
    configStore: store,
    mesh: "local",
    host: "127.0.0.1",
    xdsPort,
    otlpAddress,
    log: QUIET,
    timing,
  });
}
