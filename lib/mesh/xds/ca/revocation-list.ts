import "reflect-metadata";
import { Extension, KeyUsageFlags, KeyUsagesExtension, X509CrlGenerator, X509CrlReason } from "@peculiar/x509";
import { authorityKeyId, pem, type Signer } from "./x509";

const CRL_NUMBER = "2.5.29.20";

export interface RevocationEntry {
  /** hex */
  serial: string;
  /** from when on it counts for nothing */
  sinceMs: number;
}

/** Whether the certificate lets its key sign revocation lists (RFC 5280, 4.2.1.3); one without key usages may all. */
export function maySignLists({ certificate }: Signer): boolean {
  const usages = certificate.getExtension(KeyUsagesExtension);
  return !usages || (usages.usages & KeyUsageFlags.cRLSign) !== 0;
}

/**
 * A certificate revocation list (RFC 5280, 5) of one authority, PEM. It holds exactly as long as the certificate that signs it: to
 * Envoy a list that has ended, or is not yet valid, is a failed handshake of every certificate of that authority, so none may end
 * before the authority itself does, whether the console is there to renew it or not.
 */
export async function newRevocationList(
  signer: Signer,
  entries: readonly RevocationEntry[],
  nowMs: number,
): Promise<string> {
  const { certificate, privateKey } = signer;
  const list = await X509CrlGenerator.create({
    issuer: certificate.subjectName,
    thisUpdate: certificate.notBefore,
    nextUpdate: certificate.notAfter,
    // An entry without a reason would hold an empty list of extensions, which Envoy does not read.
    entries: entries.map(({ serial, sinceMs }) => ({
      serialNumber: serial,
      revocationDate: new Date(sinceMs),
      reason: X509CrlReason.privilegeWithdrawn,
    })),
    signingKey: privateKey,
    signingAlgorithm: privateKey.algorithm.name === "ECDSA" ? { name: "ECDSA", hash: "SHA-256" } : privateKey.algorithm,
    extensions: [await authorityKeyId(certificate), new Extension(CRL_NUMBER, false, derInteger(nowMs))],
  });
  // The library's own label is none that Envoy reads; it would take the list for an empty one and refuse everybody.
  return pem("X509 CRL", Buffer.from(list.rawData));
}

/** A positive INTEGER (X.690, 8.3). */
function derInteger(value: number): ArrayBuffer {
  const digits = BigInt(value).toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  const body = (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Uint8Array.from([2, body.length, ...body]).buffer;
}
