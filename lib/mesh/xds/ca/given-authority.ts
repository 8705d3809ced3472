import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { HeddleError } from "../../../model/heddle-error";

/** Paths to PEM files of an authority that exists already. */
export interface GivenAuthorityFiles {
  /** the signing certificate, then whatever leads up to the root; the root itself may be last */
  certFile: string;
  keyFile: string;
  /** absent: the last certificate of certFile */
  rootFile?: string | undefined;
}

/** An authority given by settings: its key stays where it is and is never stored. */
export interface GivenAuthority {
  rootCert: string;
  intermediateCert: string;
  key: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** Reads and checks a given authority. Throws HeddleError `invalid_input` that names the file and what is wrong with it. */
export function readGivenAuthority(files: GivenAuthorityFiles, nowMs = Date.now()): GivenAuthority {
  const chain = certificatesIn(files.certFile);
  const roots = files.rootFile === undefined ? chain.slice(-1) : certificatesIn(files.rootFile);
  const [signing] = chain;
  if (!signing) throw bad(files.certFile, "It holds no certificate.");
  if (!new X509Certificate(signing).ca) throw bad(files.certFile, "Its first certificate may not sign others (no CA).");
  for (const pem of [...chain, ...roots]) refuseUnlessValid(pem, files.certFile, nowMs);
  const [root] = roots;
  if (!root) throw bad(files.rootFile ?? files.certFile, "It holds no root certificate.");
  const below = chain.filter((pem) => !sameCertificate(pem, root));
  return {
    rootCert: roots.map((pem) => `${pem}\n`).join(""),
    intermediateCert: below.map((pem) => `${pem}\n`).join(""),
    key: read(files.keyFile),
  };
}

/** What has ended, or is not yet valid, would have every proxy refuse every other. */
function refuseUnlessValid(pem: string, file: string, nowMs: number): void {
  const { subject, validFrom, validTo } = new X509Certificate(pem);
  const name = subject.replaceAll("\n", ", ");
  if (Date.parse(validTo) <= nowMs) throw bad(file, `The certificate of ${name} expired on ${validTo}.`);
  if (Date.parse(validFrom) > nowMs) throw bad(file, `The certificate of ${name} is not valid before ${validFrom}.`);
}

function certificatesIn(file: string): string[] {
  return read(file).match(CERTIFICATE) ?? [];
}

function sameCertificate(a: string, b: string): boolean {
  return new X509Certificate(a).fingerprint256 === new X509Certificate(b).fingerprint256;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw bad(file, error instanceof Error ? error.message : String(error));
  }
}

function bad(file: string, why: string): HeddleError {
  return new HeddleError("invalid_input", {
    what: `The certification authority given by ${file} is not used.`,
    why,
    next: "Correct HEDDLE_CA_CERT_FILE, HEDDLE_CA_KEY_FILE and HEDDLE_CA_ROOT_FILE, or leave them out to have one made.",
  });
}
