import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HeddleError } from "../../../model/heddle-error";

const FORMAT = "v1";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals private keys and other secrets for the store and opens them again. It is the store's SecretVault. */
export interface KeyVault {
  /** `context` is bound to the text: sealed for one place, it does not open in another */
  seal(secret: string, context: string): string;
  /** Throws HeddleError `unavailable` when it was sealed with another key, or changed since. */
  open(sealed: string, context: string): string;
  /** A secret of 32 hex digits for one purpose: the same wherever the vault's key is the same, and nobody else's guess. */
  derive(purpose: string): string;
}

/** The vault of a console, as its settings want it. */
export function consoleVault({ caKey, dataDir }: { caKey?: string | undefined; dataDir: string }): KeyVault {
  return openVault(caKey === undefined ? { file: join(dataDir, "ca.key") } : { secret: caKey });
}

/** Where the vault's own key comes from. */
export type VaultKey = { secret: string } | { file: string };

/**
 * A vault of AES-256-GCM. Its key is derived (HKDF-SHA256, RFC 5869) from the setting HEDDLE_CA_KEY, or else from a file of 32
 * random bytes made at first use with mode 0600, which lies in the data folder **beside** the database: whoever gets a copy or
 * a backup of the database alone has no key. The setting is for consoles that share one database, and for keeping the key
 * elsewhere (a secret manager, a KMS). Throws HeddleError `unavailable` when the file cannot be read, or others may read it.
 */
export function openVault(from: VaultKey): KeyVault {
  const material = "secret" in from ? Buffer.from(from.secret, "utf8") : fileKey(from.file);
  const key = Buffer.from(hkdfSync("sha256", material, "heddle", "certification authority keys", 32));
  const id = createHmac("sha256", key).update("key id").digest("hex").slice(0, 8);
  return {
    seal(secret, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      return [FORMAT, id, Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64")].join(".");
    },
    open(sealed, context) {
      const [format, by, body = ""] = sealed.split(".");
      if (format !== FORMAT || by !== id) throw cannotOpen("It was sealed with another key.");
      const bytes = Buffer.from(body, "base64");
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        const text = bytes.subarray(NONCE_BYTES, -TAG_BYTES);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
      } catch {
        throw cannotOpen("Its text was changed since it was sealed.");
      }
    },
    derive: (purpose) => createHmac("sha256", key).update(`derived\n${purpose}`).digest("hex").slice(0, 32),
  };
}

function cannotOpen(why: string): HeddleError {
  return new HeddleError("unavailable", {
    what: "A sealed key or secret of this database cannot be opened.",
    why,
    next: "Give back the HEDDLE_CA_KEY or the file ca.key of the data folder with which this database was first used.",
  });
}

function fileKey(file: string): Buffer {
  try {
    return readKey(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  mkdirSync(dirname(file), { recursive: true });
  // Written whole under another name, then linked: two processes at once end with one key, never with half of one.
  const draft = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, randomBytes(32), { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    unlinkSync(draft);
  }
  return readKey(file);
}

function readKey(file: string): Buffer {
  const material = readFileSync(file);
  const open = process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
  if (material.length === 32 && !open) return material;
  throw new HeddleError("unavailable", {
    what: `The key file ${file} is not used.`,
    why: open ? "Others than its owner may read it." : "It does not hold 32 bytes.",
    next: open ? `Run chmod 600 ${file}.` : "Put back the file with which the data folder was first used.",
  });
}
