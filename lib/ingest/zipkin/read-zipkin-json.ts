import { type JsonObject, listAt, objectAt, textAt } from "../otlp/json-fields";
import { malformed } from "../wire/proto-reader";
import { emptyEndpoint, type ZipkinEndpoint, type ZipkinSpan } from "./zipkin-span";

const KINDS = new Set(["CLIENT", "SERVER", "PRODUCER", "CONSUMER"]);
/** Key of Zipkin v1 that v2 lacks: a v1 list on the v2 path is refused, as Zipkin's server does. */
const V1_KEY = 'yAnnotations"';

/** A list of spans in Zipkin v2 JSON. Throws HeddleError `invalid_input` that names the field. */
export function readZipkinJson(body: Buffer): ZipkinSpan[] {
  if (body.length === 0) return [];
  const text = body.toString("utf8");
  if (text.includes(V1_KEY)) throw malformed("It is Zipkin v1 (binaryAnnotations); this path takes v2.");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw malformed(`It is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (!Array.isArray(json)) throw malformed("It is not a list of spans.");
  return json.map((entry, i) => readSpan(objectAt(entry, `[${i}]`), `[${i}]`));
}

function readSpan(json: JsonObject, path: string): ZipkinSpan {
  const kind = textAt(json.kind, `${path}.kind`);
  const tags = new Map<string, string>();
  for (const [key, value] of Object.entries(json.tags ? objectAt(json.tags, `${path}.tags`) : {})) {
    tags.set(key, textAt(value, `${path}.tags.${key}`));
  }
  return {
    traceId: textAt(json.traceId, `${path}.traceId`),
    id: textAt(json.id, `${path}.id`),
    parentId: textAt(json.parentId, `${path}.parentId`),
    name: textAt(json.name, `${path}.name`),
    kind: KINDS.has(kind) ? (kind as ZipkinSpan["kind"]) : "",
    timestampUs: numberAt(json.timestamp, `${path}.timestamp`),
    durationUs: numberAt(json.duration, `${path}.duration`),
    local: readEndpoint(json.localEndpoint, `${path}.localEndpoint`),
    remote: readEndpoint(json.remoteEndpoint, `${path}.remoteEndpoint`),
    annotations: listAt(json.annotations, `${path}.annotations`).map((entry, i) => {
      const at = `${path}.annotations[${i}]`;
      const annotation = objectAt(entry, at);
      return { timestampUs: numberAt(annotation.timestamp, at), value: textAt(annotation.value, at) };
    }),
    tags,
    debug: json.debug === true,
    shared: json.shared === true,
  };
}

function readEndpoint(json: unknown, path: string): ZipkinEndpoint {
  if (json === undefined || json === null) return emptyEndpoint();
  const endpoint = objectAt(json, path);
  return {
    serviceName: textAt(endpoint.serviceName, `${path}.serviceName`),
    ipv4: textAt(endpoint.ipv4, `${path}.ipv4`),
    ipv6: textAt(endpoint.ipv6, `${path}.ipv6`),
    port: numberAt(endpoint.port, `${path}.port`),
  };
}

function numberAt(value: unknown, path: string): number {
  if (value === undefined || value === null) return 0;
  const number = Number(value);
  if (Number.isFinite(number) && number >= 0) return Math.trunc(number);
  throw malformed(`${path} is not a number of zero or more.`);
}
