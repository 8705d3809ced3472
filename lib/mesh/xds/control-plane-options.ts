import type { CertificateAuthority } from "./ca/certificate-authority";
import type { MeshConfigStore } from "./config-store";
import type { FleetStore } from "./fleet/fleet-store";
import type { JoinStore } from "./join/join-store";
import type { MeshLog } from "./mesh-log";

/** What a control plane needs; times in ms, see EmbeddedMeshTiming. */
export interface ControlPlaneOptions {
  configStore: MeshConfigStore;
  mesh: string;
  host: string;
  port: number;
  tracing: boolean;
  log: MeshLog;
  now(): number;
  quietMs: number;
  graceMs: number;
  keepLostMs: number;
  warmUpMs: number;
  lingerMs: number;
  pollMs: number;
  onChange(): void;
  authority: CertificateAuthority;
  joins: JoinStore;
  /** no proxy joins without a join token */
  requireToken: boolean;
  /** where consoles tell each other of their proxies; absent: this one is alone */
  fleet: FleetStore | undefined;
  fleetMs: number;
  silentMs: number;
  random(): number;
  /** how often renewals and rotations are looked at */
  tendMs: number;
  /** serve the xDS port over TLS, with a certificate for these names */
  tlsNames: readonly string[] | undefined;
}
