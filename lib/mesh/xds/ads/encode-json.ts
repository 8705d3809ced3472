import { enumNames, messageFields, type ProtoField } from "./proto-fields";
import { messageType } from "./protos";

const WRAPPERS = /^google\.protobuf\.(Double|Float|Int64|UInt64|Int32|UInt32|Bool|String|Bytes)Value$/;
const TYPE_URL = "type.googleapis.com/";

/**
 * Encodes a message from its proto3 JSON form with .proto field names ("2s" durations, bare wrapper values, `@type` in Any).
 * Strict: an unknown field, enum value or a wrong shape throws with the path, so that nothing is dropped silently.
 */
export function encodeMessage(typeName: string, json: unknown): Buffer {
  return messageType(typeName).serialize(toMessage(typeName, json, typeName.slice(typeName.lastIndexOf(".") + 1)));
}

function fail(path: string, why: string): never {
  throw new Error(`${path}: ${why}`);
}

function asRecord(json: unknown, path: string): Record<string, unknown> {
  if (json === null || typeof json !== "object" || Array.isArray(json)) fail(path, "expected an object");
  return json as Record<string, unknown>;
}

function toMessage(typeName: string, json: unknown, path: string): object {
  if (typeName === "google.protobuf.Duration") return toDuration(json, path);
  if (typeName === "google.protobuf.Any") return toAny(json, path);
  if (typeName === "google.protobuf.Struct") return toStruct(json, path);
  if (typeName === "google.protobuf.Value") return toValue(json, path);
  if (WRAPPERS.test(typeName)) {
    const field = messageFields(typeName).get("value");
    return { value: field ? toSingle(field, json, path) : json };
  }
  const fields = messageFields(typeName);
  const message: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(asRecord(json, path))) {
    if (value === undefined) continue;
    const field = fields.get(key);
    if (!field) fail(`${path}.${key}`, `${typeName} has no such field`);
    message[key] = toField(field, value, `${path}.${key}`);
  }
  return message;
}

function toField(field: ProtoField, value: unknown, path: string): unknown {
  const { mapValue } = field;
  if (mapValue) {
    const entries = Object.entries(asRecord(value, path));
    return Object.fromEntries(entries.map(([key, item]) => [key, toSingle(mapValue, item, `${path}[${key}]`)]));
  }
  if (!field.repeated) return toSingle(field, value, path);
  if (!Array.isArray(value)) fail(path, "expected a list");
  return value.map((item, i) => toSingle(field, item, `${path}[${i}]`));
}

function toSingle(field: ProtoField, value: unknown, path: string): unknown {
  if (field.kind === "message") return toMessage(field.type, value, path);
  if (field.kind === "enum") {
    if (typeof value !== "string" || !enumNames(field.type).has(value))
      fail(path, `${field.type} has no ${String(value)}`);
    return value;
  }
  if (field.kind === "bytes") return Buffer.from(String(value), "base64");
  const wanted = field.type === "TYPE_STRING" ? "string" : field.type === "TYPE_BOOL" ? "boolean" : "number";
  if (typeof value !== wanted) fail(path, `expected a ${wanted}, got ${JSON.stringify(value)}`);
  if (typeof value === "number") checkRange(field.type, value, path);
  return value;
}

const RANGES: Record<string, [min: number, max: number]> = {
  TYPE_INT32: [-(2 ** 31), 2 ** 31 - 1],
  TYPE_UINT32: [0, 2 ** 32 - 1],
  TYPE_INT64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  TYPE_UINT64: [0, Number.MAX_SAFE_INTEGER],
};

/** The wire would wrap a number that does not fit, so that a weight of 2^32 became 0. */
function checkRange(type: string, value: number, path: string): void {
  const range = RANGES[type];
  if (!range) return;
  if (!Number.isInteger(value) || value < range[0] || value > range[1]) fail(path, `${value} is no ${type}`);
}

/** `1.5s` -> seconds and nanos; protobuf's JSON mapping, up to nine decimals. */
function toDuration(json: unknown, path: string): object {
  const found = typeof json === "string" ? /^(-?)(\d+)(?:\.(\d{1,9}))?s$/.exec(json) : null;
  if (!found) fail(path, `expected a duration like "1.5s", got ${JSON.stringify(json)}`);
  const sign = found[1] === "-" ? -1 : 1;
  return { seconds: sign * Number(found[2]), nanos: sign * Number((found[3] ?? "").padEnd(9, "0")) };
}

function toAny(json: unknown, path: string): object {
  const { "@type": typeUrl, ...rest } = asRecord(json, path);
  if (typeof typeUrl !== "string") fail(path, "an Any needs @type");
  const typeName = typeUrl.startsWith(TYPE_URL) ? typeUrl.slice(TYPE_URL.length) : typeUrl;
  return {
    type_url: `${TYPE_URL}${typeName}`,
    value: messageType(typeName).serialize(toMessage(typeName, rest, path)),
  };
}

function toStruct(json: unknown, path: string): object {
  const entries = Object.entries(asRecord(json, path)).filter(([, value]) => value !== undefined);
  return { fields: Object.fromEntries(entries.map(([key, value]) => [key, toValue(value, `${path}.${key}`)])) };
}

function toValue(json: unknown, path: string): object {
  if (json === null) return { nullValue: 0 };
  if (typeof json === "string") return { stringValue: json };
  if (typeof json === "number") return { numberValue: json };
  if (typeof json === "boolean") return { boolValue: json };
  if (Array.isArray(json)) return { listValue: { values: json.map((item, i) => toValue(item, `${path}[${i}]`)) } };
  return { structValue: toStruct(json, path) };
}

/** The reverse for google.protobuf.Struct as decoded from the wire: node metadata as plain JSON. */
export function fromStruct(struct: unknown): Record<string, unknown> {
  const fields = (struct as { fields?: Record<string, unknown> } | undefined)?.fields ?? {};
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, fromValue(value)]));
}

function fromValue(value: unknown): unknown {
  const v = value as Record<string, unknown>;
  if (v.structValue !== undefined) return fromStruct(v.structValue);
  if (v.listValue !== undefined) return ((v.listValue as { values?: unknown[] }).values ?? []).map(fromValue);
  return v.stringValue ?? v.numberValue ?? v.boolValue ?? null;
}
