import { malformed } from "../wire/proto-reader";

export type JsonObject = Record<string, unknown>;

/** The object at `path`; throws HeddleError `invalid_input` when it is something else. */
export function objectAt(value: unknown, path: string): JsonObject {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw malformed(`${path} is not an object.`);
}

/** The list at `path`, [] when absent. */
export function listAt(value: unknown, path: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw malformed(`${path} is not an array.`);
}

/** The text at `path`, "" when absent. */
export function textAt(value: unknown, path: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw malformed(`${path} is not a string.`);
}

/** A 64-bit integer written as number or decimal string (OTLP/JSON), modulo 2^64; 0 when absent. */
export function int64At(value: unknown, path: string): bigint {
  if (value === undefined || value === null || value === "") return 0n;
  if (typeof value === "number" && Number.isFinite(value)) return BigInt.asUintN(64, BigInt(Math.trunc(value)));
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt.asUintN(64, BigInt(value));
  throw malformed(`${path} is not a 64-bit integer.`);
}

/** A 32-bit unsigned number, 0 when absent. */
export function uint32At(value: unknown, path: string): number {
  return Number(int64At(value, path) & 0xffff_ffffn);
}

/** An enum: a number, or (leniently) one of the names. */
export function enumAt(value: unknown, path: string, names: readonly string[]): number {
  if (typeof value === "string") {
    const index = names.indexOf(value);
    if (index >= 0) return index;
  }
  return uint32At(value, path);
}

/** An id in hex of any case, or (leniently) in base64. What is neither becomes bytes of a wrong length, which decoding rejects. */
export function idAt(value: unknown, size: number, path: string): Buffer {
  const text = textAt(value, path);
  if (text.length === size * 2) return Buffer.from(text, "hex");
  if (text.length === Math.ceil(size / 3) * 4 && text.endsWith("=")) return Buffer.from(text, "base64");
  return text === "" ? Buffer.alloc(0) : Buffer.from([0]);
}
