import type { Logger } from "pino";
import type { MeshPort } from "../mesh/port";
import type { Actor } from "../model/actor";
import type { Environment } from "../model/environment";
import type { ProxyReadings } from "../model/proxy-readings";
import type { MetricsSource } from "../sources/metrics-source";
import type { TraceSource } from "../sources/trace-source";
import type { AppStore } from "../store/app-store";
import type { SharedResults } from "./shared-results";

/** One mesh Heddle serves: its control plane and where its telemetry is read from. */
export interface MeshHandle {
  name: string;
  environment?: Environment | undefined;
  port: MeshPort;
  metrics: MetricsSource;
  traces: TraceSource;
}

/** Everything a verb or query may use that lives as long as the process. Built by lib/server.ts. */
export interface AppContext {
  store: AppStore;
  /** by name; the first is the default */
  meshes: ReadonlyMap<string, MeshHandle>;
  /** what several askers share: one computation, one answer */
  shared: SharedResults;
  /** tells the follower of changes that one was pushed to a mesh */
  changePushed(mesh: string): void;
  /** tells the controller of rollouts that a person moved a run; absent where none runs */
  rolloutMoved?(mesh: string): void;
  /** tells the live connections of this process that somebody's rights or sessions changed */
  rightsChanged?: () => void;
  /** how long back a plaintext caller speaks against STRICT, ms; absent: a day */
  mtlsQuietMs?: number;
  /** whether the collector reads the proxies' counters now; absent: that is not known here */
  proxyReadings?: () => Promise<ProxyReadings>;
  /** sends a notification target one message that is only a test; rejects with why it did not arrive */
  sendTestMessage?: (targetId: string) => Promise<void>;
  log: Logger;
  now(): number;
}

/** What one call adds: who asks, from where. `ctx` of every `verb({ ctx, input })`. */
export interface Ctx extends AppContext {
  actor: Actor;
  /** how the actor came in, for the record; as AuditEntry.via */
  via?: string;
  remoteAddress: string;
  /** id of this call in answers, logs and audit entries; the trace's id while the call is traced */
  requestId: string;
}
