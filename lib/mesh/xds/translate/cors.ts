import type { HttpRoute } from "../../../policy/schema/http-route";
import { at, duration, type Place } from "./context";
import { type Json, typed } from "./resource";
import { stringMatcher } from "./string-matcher";

/** The CORS filter's policy for one route. Source: policy.md 2.3 rule 9. */
export function cors(policy: HttpRoute["corsPolicy"], place: Place): Json | undefined {
  if (!policy) return undefined;
  const origins = [
    ...(policy.allowOrigins ?? []).map((match) => stringMatcher(match) ?? { safe_regex: { regex: ".*" } }),
    ...(policy.allowOrigin ?? []).map((origin) =>
      origin === "*" ? { safe_regex: { regex: ".*" } } : { exact: origin },
    ),
  ];
  const maxAge = duration(at(place, ".maxAge"), policy.maxAge);
  const join = (list: string[] | undefined) => (list?.length ? list.join(",") : undefined);
  const lists = {
    allow_methods: join(policy.allowMethods),
    allow_headers: join(policy.allowHeaders),
    expose_headers: join(policy.exposeHeaders),
    max_age: maxAge === undefined ? undefined : String(Math.floor(Number(maxAge.slice(0, -1)))),
  };
  return typed("envoy.extensions.filters.http.cors.v3.CorsPolicy", {
    allow_origin_string_match: origins,
    ...Object.fromEntries(Object.entries(lists).filter(([, value]) => value !== undefined)),
    ...(policy.allowCredentials === undefined ? {} : { allow_credentials: policy.allowCredentials }),
    filter_enabled: { default_value: { numerator: 100, denominator: "HUNDRED" } },
    forward_not_matching_preflights: policy.unmatchedPreflights !== "IGNORE",
  });
}
