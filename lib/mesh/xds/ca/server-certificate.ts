import { isIP } from "node:net";
import type { CertificateAuthority } from "./certificate-authority";
import { controlPlaneId } from "./spiffe-id";

/** The certificate of the xDS port: as good as the authority that signs it, made anew at every start. */
export async function serverCertificate(authority: CertificateAuthority, names: readonly string[]) {
  const ipAddresses = names.filter((name) => isIP(name) !== 0);
  const dnsNames = names.filter((name) => isIP(name) === 0);
  const lifetimeMs = Number.MAX_SAFE_INTEGER / 4;
  return authority.issue(controlPlaneId(authority.trustDomain), { ipAddresses, dnsNames, lifetimeMs });
}
