import { HeddleError } from "../../../model/heddle-error";
import type { MeshLog } from "../mesh-log";
import type { CaStore } from "./ca-store";
import { CertificateAuthority } from "./certificate-authority";
import { readGivenAuthority } from "./given-authority";
import { consoleVault } from "./key-vault";

/** A new root is made known for so long before it signs; proxies that are away longer get it when they come back. */
const SPREAD_MS = 10 * 60_000;

export interface AuthoritySettings {
  mesh: string;
  dataDir: string;
  trustDomain: string;
  certLifetimeMs: number;
  caKey?: string | undefined;
  caCertFile?: string | undefined;
  caKeyFile?: string | undefined;
  caRootFile?: string | undefined;
}

/** The mesh's authority as the settings want it. Throws HeddleError `invalid_input` or `unavailable` that names the setting. */
export async function openAuthority(
  settings: AuthoritySettings,
  store: CaStore,
  log: MeshLog,
): Promise<CertificateAuthority> {
  const { caCertFile, caKeyFile, caRootFile } = settings;
  if ((caCertFile === undefined) !== (caKeyFile === undefined))
    throw new HeddleError("invalid_input", {
      what: "The mesh's certification authority is not opened.",
      why: "Of HEDDLE_CA_CERT_FILE and HEDDLE_CA_KEY_FILE only one is set.",
      next: "Set both to use an authority of your own, or none to have one made.",
    });
  return CertificateAuthority.open({
    store,
    vault: consoleVault(settings),
    mesh: settings.mesh,
    trustDomain: settings.trustDomain,
    given:
      caCertFile !== undefined && caKeyFile !== undefined
        ? readGivenAuthority({ certFile: caCertFile, keyFile: caKeyFile, rootFile: caRootFile })
        : undefined,
    leafLifetimeMs: settings.certLifetimeMs,
    spreadMs: SPREAD_MS,
    now: Date.now,
    log,
  });
}
