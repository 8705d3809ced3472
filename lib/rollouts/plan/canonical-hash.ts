import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/model/canonical-json";

/** SHA-256 of a value's canonical JSON, as hex. Equal values have equal hashes, whatever the order of their keys. */
export function canonicalHash(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
