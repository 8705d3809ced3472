import type { ConfigKey } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { HeddleError } from "../../model/heddle-error";
import type { ScrapeTarget } from "../../model/proxy";
import type { MeshIdentity, MeshPort, PutConfig } from "../port";
import type { CertificateAuthority } from "./ca/certificate-authority";
import { controlPlaneId } from "./ca/spiffe-id";
import type { MeshConfigStore } from "./config-store";
import { ControlPlane, type ControlPlaneCounts, type RefusedStream } from "./control-plane";
import type { FleetStore } from "./fleet/fleet-store";
import type { JoinStore } from "./join/join-store";
import type { MeshLog } from "./mesh-log";
import { kindOfWrite } from "./mesh-objects";
import { withoutMark } from "./translate/mirror-mark";
import { propagationView, proxyView, scrapeTarget, servicesView, workloadsView } from "./views";

export interface EmbeddedMeshOptions {
  configStore: MeshConfigStore;
  /** name of the mesh; in the store's keys and at the end of workload strings */
  mesh: string;
  host: string;
  /** 0: any free one (see `xdsPort` of the result) */
  xdsPort: number;
  /** where proxies send spans; absent: they are told not to trace */
  otlpAddress?: string | undefined;
  /** who may sign, and who may join */
  authority: CertificateAuthority;
  joins: JoinStore;
  /** no proxy joins without a join token; default: those that harm nobody do (join/why-turned-away.ts) */
  requireToken?: boolean;
  /** where consoles on one database tell each other of their proxies; absent: this console is the only one */
  fleet?: FleetStore | undefined;
  /** names and addresses by which proxies reach the xDS port, when it is to speak TLS; absent: plain, for loopback only */
  tlsNames?: readonly string[] | undefined;
  log: MeshLog;
  now?: () => number;
  random?: () => number;
  timing?: Partial<EmbeddedMeshTiming>;
}

/** Times in ms; the defaults suit production, tests shorten them. */
export interface EmbeddedMeshTiming {
  quietMs: number;
  graceMs: number;
  keepLostMs: number;
  warmUpMs: number;
  lingerMs: number;
  pollMs: number;
  tendMs: number;
  /** between two exchanges with other consoles */
  fleetMs: number;
  /** a console that says nothing for so long has lost its proxies */
  silentMs: number;
}

const TIMING: EmbeddedMeshTiming = {
  quietMs: 25,
  graceMs: 5_000,
  keepLostMs: 600_000,
  warmUpMs: 4_000,
  lingerMs: 10_000,
  pollMs: 2_000,
  tendMs: 1_000,
  fleetMs: 1_000,
  silentMs: 6_000,
};

/** The embedded control plane as a mesh, with what only it can tell. */
export interface EmbeddedMesh extends MeshPort {
  readonly kind: "envoy";
  readonly xdsPort: number;
  /** what the collector is to scrape now */
  scrapeTargets(): ScrapeTarget[];
  /** what stored objects say that the control plane cannot express */
  findings(): Finding[];
  counts(): ControlPlaneCounts;
  readonly identity: MeshIdentity;
  /** proxies that were turned away, newest last */
  refusedStreams(): RefusedStream[];
  close(): Promise<void>;
}

/** Starts the embedded control plane. Throws HeddleError `unavailable` when its port is taken. */
export async function createEmbeddedMesh(options: EmbeddedMeshOptions): Promise<EmbeddedMesh> {
  const { configStore, mesh, now = Date.now } = options;
  const listeners = new Listeners();
  const plane = await ControlPlane.start({
    ...{ ...TIMING, ...options.timing },
    ...{ configStore, mesh, now, log: options.log, host: options.host, port: options.xdsPort },
    ...{ authority: options.authority, joins: options.joins, random: options.random ?? Math.random },
    fleet: options.fleet,
    requireToken: options.requireToken ?? false,
    tlsNames: options.tlsNames,
    tracing: options.otlpAddress !== undefined,
    onChange: () => listeners.fire(),
  });
  const { registry } = plane;
  return {
    kind: "envoy",
    xdsPort: plane.port,
    async listConfig(filter = {}) {
      const all = await configStore.list(mesh);
      return all.filter(
        ({ key }) =>
          (filter.plural === undefined || key.plural === filter.plural) &&
          (filter.namespace === undefined || key.namespace === filter.namespace),
      );
    },
    getConfig: (key) => configStore.get(mesh, key),
    history: (key) => configStore.history(mesh, key),
    async putConfig(items) {
      const writes = items.map((item) => ({ ...item, kind: kindOfWrite(item.key, item.yaml) }));
      const stored = await configStore.list(mesh);
      rehearse(plane, stored, afterwards(stored, items));
      const written = await configStore.write(mesh, writes);
      plane.configChanged();
      listeners.fire();
      return written;
    },
    services: async () => servicesView(plane.services),
    workloads: async () => workloadsView(plane.members(), plane.services),
    proxies: async () =>
      plane
        .members()
        .map(({ node, known }) => {
          if ("told" in known) return known.told.status;
          return proxyView(known.here, plane.identities.view(node), plane.transitions.of(node.id).accepts);
        })
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    proxyConfig: async (proxyId) => {
      const record = registry.get(proxyId);
      const json = record?.streams.at(-1)?.session.targetJson() ?? {};
      return record ? withoutMark(json, options.authority.mirrorMark) : null;
    },
    propagation: async (revision) =>
      plane
        .members()
        .map((member) => propagationView(member, revision))
        .sort((a, b) => (a.proxyId < b.proxyId ? -1 : 1)),
    onChange: (listener) => listeners.add(listener),
    scrapeTargets: () => registry.nodes().flatMap((node) => scrapeTarget(mesh, node, plane.services)),
    findings: () => plane.findings,
    counts: () => ({ ...plane.counts }),
    identity: identityPort(options, plane),
    refusedStreams: () => [...plane.refusedStreams.values()],
    async close() {
      listeners.close();
      await plane.close();
    },
  };
}

function identityPort({ authority, tlsNames }: EmbeddedMeshOptions, plane: ControlPlane): MeshIdentity {
  return {
    xdsCa: () => (tlsNames ? { pem: authority.trustBundle(), spiffeId: controlPlaneId(authority.trustDomain) } : null),
    authorities: () => ({
      trustDomain: authority.trustDomain,
      trustBundle: authority.trustBundle(),
      withdrawn: plane.identities.withdrawn(),
      authorities: authority.view().map(({ rootExpiresAtMs, signsUntilMs, ...rest }) => ({
        ...rest,
        rootExpiresAt: new Date(rootExpiresAtMs).toISOString(),
        signsUntil: new Date(signsUntilMs).toISOString(),
      })),
    }),
    async rotateAuthority() {
      await authority.rotate();
      await plane.tend();
    },
    recheckTokens: () => plane.recheckTokens(),
  };
}

type Text = { key: ConfigKey; yaml: string };

/** The stored texts as they would be after these writes. */
function afterwards(stored: readonly Text[], items: readonly PutConfig[]): Text[] {
  const idOf = ({ group, plural, namespace, name }: ConfigKey) => [group, plural, namespace, name].join("/");
  const texts = new Map<string, Text>(stored.map((object) => [idOf(object.key), object]));
  for (const { key, yaml } of items) {
    if (yaml === null) texts.delete(idOf(key));
    else texts.set(idOf(key), { key, yaml });
  }
  return [...texts.values()];
}

/** What is wrong with a set of objects in Envoy's terms; undefined when nothing is. */
function wrongWith(plane: ControlPlane, texts: readonly Text[]): Error | undefined {
  try {
    plane.rehearse(texts);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Refuses a change that cannot be expressed; what was wrong before it (written past us) is not its fault. */
function rehearse(plane: ControlPlane, before: readonly Text[], after: readonly Text[]): void {
  const wrong = wrongWith(plane, after);
  if (!wrong || wrongWith(plane, before)?.message === wrong.message) return;
  throw new HeddleError("invalid_input", {
    what: "The change was not written.",
    why: `It cannot be put into Envoy's terms: ${wrong.message}.`,
    next: "Correct the value named there and write it again.",
    cause: wrong,
  });
}

/** Calls listeners back at most every 100 ms, also once after the last change. */
class Listeners {
  private readonly all = new Set<() => void>();
  private timer: NodeJS.Timeout | undefined;

  add(listener: () => void): () => void {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  }

  fire(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      for (const listener of this.all) listener();
    }, 100).unref();
  }

  close(): void {
    clearTimeout(this.timer);
    this.all.clear();
  }
}
