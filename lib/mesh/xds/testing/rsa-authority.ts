import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { GivenAuthority } from "../ca/given-authority";
import { pem } from "../ca/x509";

const HOUR_MS = 3_600_000;
const ALGORITHM = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
/** In UTF-8, as OpenSSL writes names; ours are printable strings. */
const NAME = new Name([{ CN: [{ utf8String: "Given" }] }]);
const RSA = { ...ALGORITHM, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) };

/** A root that signs by itself, of RSA, as companies have them; valid for some days. */
export async function rsaAuthority(
  usages: number = KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
): Promise<GivenAuthority> {
  const keys = await webcrypto.subtle.generateKey(RSA, true, ["sign", "verify"]);
  const nowMs = Date.now();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: "01", name: NAME, keys, signingAlgorithm: ALGORITHM },
    ...{ notBefore: new Date(nowMs - HOUR_MS), notAfter: new Date(nowMs + 100 * HOUR_MS) },
    extensions: [
      new BasicConstraintsExtension(true, 1, true),
      new KeyUsagesExtension(usages, true),
      // Not the SHA-1 of the key: each authority derives it as it likes (RFC 7093).
      new SubjectKeyIdentifierExtension("000102030405060708090a0b0c0d0e0f10111213"),
    ],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey));
  return { rootCert: `${certificate.toString("pem")}\n`, intermediateCert: "", key: pem("PRIVATE KEY", der) };
}
