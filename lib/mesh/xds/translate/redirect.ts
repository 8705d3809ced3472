import type { HttpRoute } from "../../../policy/schema/http-route";
import { at, type Place, unsupported } from "./context";
import { compact, type Json } from "./resource";

const CODES: Record<number, string> = {
  301: "MOVED_PERMANENTLY",
  302: "FOUND",
  303: "SEE_OTHER",
  307: "TEMPORARY_REDIRECT",
  308: "PERMANENT_REDIRECT",
};
const PREFIX = /^%PREFIX\(\)%/;

/** Envoy's RedirectAction. Source: policy.md 2.3 rule 8. */
export function redirect(written: NonNullable<HttpRoute["redirect"]>, place: Place): Json {
  const code = written.redirectCode ?? 301;
  const named = CODES[code];
  if (!named) unsupported(at(place, ".redirectCode"), `${code} is no redirect Envoy can send; 301 is used.`, "error");
  if (written.derivePort === "FROM_REQUEST_PORT")
    unsupported(at(place, ".derivePort"), "The request's port cannot be kept; the scheme's own is used.");
  const prefix = written.uri !== undefined && PREFIX.test(written.uri);
  return compact({
    host_redirect: written.authority || undefined,
    scheme_redirect: written.scheme || undefined,
    port_redirect: written.port,
    ...(prefix ? { prefix_rewrite: written.uri?.replace(PREFIX, "") } : { path_redirect: written.uri || undefined }),
    response_code: named ?? "MOVED_PERMANENTLY",
  });
}
