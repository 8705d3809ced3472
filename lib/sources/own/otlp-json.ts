import type { Attributes, AttributeValue } from "@/lib/model/span";

/** An AnyValue in OTLP/JSON. Source: opentelemetry-proto common.proto and its JSON mapping. */
interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: string | number;
  doubleValue?: number | string;
  bytesValue?: string;
  arrayValue?: { values?: AnyValue[] };
  kvlistValue?: { values?: { key?: string; value?: AnyValue }[] };
}

/** OTLP/JSON attributes ([{key, value}]) as a plain object. Of repeated keys the last one stands. */
export function plainAttributes(attributes: unknown): Attributes {
  if (!Array.isArray(attributes)) return {};
  const pairs = attributes as { key?: string; value?: AnyValue }[];
  return Object.fromEntries(pairs.map(({ key, value }) => [key ?? "", plainValue(value)]));
}

/** Integers beyond 2^53 and doubles JSON cannot say stay text; bytes stay base64. */
export function plainValue(value: unknown): AttributeValue {
  if (typeof value !== "object" || value === null) return null;
  const any = value as AnyValue;
  if (any.stringValue !== undefined) return any.stringValue;
  if (any.boolValue !== undefined) return any.boolValue;
  if (any.intValue !== undefined) {
    return Number.isSafeInteger(Number(any.intValue)) ? Number(any.intValue) : String(any.intValue);
  }
  if (any.doubleValue !== undefined) {
    return Number.isFinite(Number(any.doubleValue)) ? Number(any.doubleValue) : String(any.doubleValue);
  }
  if (any.bytesValue !== undefined) return any.bytesValue;
  if (any.arrayValue !== undefined) return (any.arrayValue.values ?? []).map(plainValue);
  if (any.kvlistValue !== undefined) return plainAttributes(any.kvlistValue.values);
  return null;
}
