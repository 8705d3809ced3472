import type { HttpRoute } from "../../../policy/schema/http-route";
import type { Json } from "./resource";

/** Envoy's DirectResponseAction; `bytes` is base64 in Istio and in Envoy's JSON alike. */
export function directResponse({ status, body }: NonNullable<HttpRoute["directResponse"]>): Json {
  if (body?.bytes !== undefined) return { status, body: { inline_bytes: body.bytes } };
  return body?.string === undefined ? { status } : { status, body: { inline_string: body.string } };
}
