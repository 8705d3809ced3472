import "reflect-metadata";
import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
/** Clocks of proxies may be behind ours by this much. */
const BACKDATED_MS = 60_000;

/** A certificate with its private key, PEM; the key in PKCS #8. */
export interface CertifiedKey {
  cert: string;
  key: string;
}

/** A signer in use: its certificate read, its key ready. */
export interface Signer {
  certificate: X509Certificate;
  privateKey: CryptoKey;
}

type CryptoKey = webcrypto.CryptoKey;

/** Reads a signer. Throws when the certificate is none, or the key is not its own. */
export async function readSigner({ cert, key }: CertifiedKey): Promise<Signer> {
  const certificate = new X509Certificate(cert);
  const own = createPublicKey(createPrivateKey(key)).export({ type: "spki", format: "der" });
  if (!own.equals(Buffer.from(certificate.publicKey.rawData))) throw new Error("the key is not the certificate's");
  return { certificate, privateKey: await readKey(key, certificate) };
}

/** Given authorities may be RSA; ours are ECDSA. */
async function readKey(pem: string, certificate: X509Certificate): Promise<CryptoKey> {
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  const { name, ...rest } = certificate.publicKey.algorithm as { name: string; namedCurve?: string };
  const algorithm =
    name === "ECDSA"
      ? { name, namedCurve: rest.namedCurve ?? "P-256" }
      : { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  return webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]);
}

export interface NewAuthority {
  commonName: string;
  /** absent: it signs itself */
  signer?: Signer;
  notAfterMs: number;
  nowMs: number;
  /** how many authorities may stand below it */
  pathLength: number;
}

/** A certificate that may sign others, with a new key. */
export async function newAuthority(wanted: NewAuthority): Promise<CertifiedKey> {
  const { signer } = wanted;
  const own = await newKey();
  const subject: Record<string, string[]>[] = [{ O: ["Heddle"] }, { CN: [wanted.commonName] }];
  const extensions: Extension[] = [
    new BasicConstraintsExtension(true, wanted.pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
  return issue({ own, subject, extensions, signer, nowMs: wanted.nowMs, notAfterMs: wanted.notAfterMs });
}

export interface NewLeaf {
  /** SPIFFE id; the only name of a workload (SPIFFE X.509-SVID, section 2) */
  uri: string;
  dnsNames?: readonly string[];
  ipAddresses?: readonly string[];
  signer: Signer;
  nowMs: number;
  notAfterMs: number;
}

/** A certificate of one workload, with a new key: a key never outlives its certificate. */
export async function newLeaf(wanted: NewLeaf): Promise<CertifiedKey> {
  const own = await newKey();
  const names = [
    { type: "url" as const, value: wanted.uri },
    ...(wanted.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(wanted.ipAddresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
    // Critical, since the subject is empty (RFC 5280, 4.2.1.6).
    new SubjectAlternativeNameExtension(names, true),
  ];
  const { signer, nowMs, notAfterMs } = wanted;
  return issue({ own, subject: [], extensions, signer, nowMs, notAfterMs });
}

async function newKey(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
}

async function issue(parts: {
  own: webcrypto.CryptoKeyPair;
  subject: Record<string, string[]>[];
  extensions: Extension[];
  signer: Signer | undefined;
  nowMs: number;
  notAfterMs: number;
}): Promise<CertifiedKey> {
  const { own, signer, nowMs, notAfterMs } = parts;
  const signingKey = signer?.privateKey ?? own.privateKey;
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: parts.subject,
    // As it stands there, byte for byte: some compare names so (RFC 5280, 7.1).
    issuer: signer ? signer.certificate.subjectName : parts.subject,
    notBefore: new Date(nowMs - BACKDATED_MS),
    // Whole seconds: X.509 knows no others.
    notAfter: new Date(Math.floor(notAfterMs / 1000) * 1000),
    publicKey: own.publicKey,
    signingKey,
    signingAlgorithm: signingKey.algorithm.name === "ECDSA" ? { name: "ECDSA", hash: "SHA-256" } : signingKey.algorithm,
    extensions: [
      ...parts.extensions,
      await SubjectKeyIdentifierExtension.create(own.publicKey),
      signer ? await authorityKeyId(signer.certificate) : await AuthorityKeyIdentifierExtension.create(own.publicKey),
    ],
  });
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", own.privateKey));
  return { cert: `${certificate.toString("pem")}\n`, key: pem("PRIVATE KEY", der) };
}

/**
 * Names the key that signs as its certificate does (RFC 5280, 4.2.1.1): given authorities may derive the id in ways of their own, and one
 * that differs has Envoy find no issuer.
 */
export async function authorityKeyId(certificate: X509Certificate): Promise<AuthorityKeyIdentifierExtension> {
  const own = certificate.getExtension(SubjectKeyIdentifierExtension);
  if (own) return new AuthorityKeyIdentifierExtension(own.keyId);
  return AuthorityKeyIdentifierExtension.create(await certificate.publicKey.export());
}

/** 127 random bits, positive (RFC 5280, 4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}

/** Textual encoding (RFC 7468). */
export function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}
