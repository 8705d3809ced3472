import type { ConfigKey, ConfigKind } from "../../../model/config-object";
import type { Finding } from "../../../model/finding";
import { parseDurationMs } from "../../../policy/duration";
import { objectName } from "../../../policy/object-name";
import type { DestinationRuleSpec } from "../../../policy/schema/destination-rule";
import type { VirtualServiceSpec } from "../../../policy/schema/virtual-service";
import type { ServiceTable } from "../registry/mesh-service";

/** A stored object, read. */
export interface Stored<T> {
  key: ConfigKey;
  spec: T;
}
export type StoredVirtualService = Stored<VirtualServiceSpec>;
export type StoredDestinationRule = Stored<DestinationRuleSpec>;

/** Who the resources are for: everything that may make two proxies' routes and clusters differ. */
export interface Scope {
  namespace: string;
  labels: Record<string, string>;
  /** the proxies of the scope have certificates */
  identity: boolean;
}

/** What translation reads, and where it says what it could not express. */
export interface TranslateContext {
  scope: Scope;
  services: ServiceTable;
  /** namespaces with services: they decide what `a.b` means */
  namespaces: ReadonlySet<string>;
  virtualServices: readonly StoredVirtualService[];
  destinationRules: readonly StoredDestinationRule[];
  trustDomain: string;
  /** what copies of requests are known by (mirror-mark.ts) */
  mirrorMark: string;
  report(finding: Finding): void;
}

/** A place in an object, for findings. */
export interface Place {
  ctx: TranslateContext;
  kind: ConfigKind;
  key: ConfigKey;
  path: string;
}

export function at(place: Place, step: string): Place {
  return { ...place, path: place.path + step };
}

/** Nothing is dropped silently: what stock Envoy or this control plane cannot do becomes a warning on the object. */
export function unsupported(place: Place, message: string, severity: Finding["severity"] = "warning"): void {
  place.ctx.report({
    code: "HED-XDS-001",
    severity,
    object: objectName(place.kind, place.key),
    path: place.path,
    message,
  });
}

/** Reports each of these fields that is set; none of them is translated. */
export function reportFields<T extends object>(
  place: Place,
  object: T,
  fields: readonly (keyof T & string)[],
  why: string,
): void {
  for (const field of fields) if (object[field] !== undefined) unsupported(at(place, `.${field}`), `${field}: ${why}`);
}

/** Istio's duration in Envoy's JSON form ("1.5s"); undefined when absent, or unreadable, which is reported. */
export function duration(place: Place, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const ms = parseDurationMs(text);
  if (ms === null) {
    unsupported(place, `"${text}" is no duration; it is ignored.`, "error");
    return undefined;
  }
  return secondsText(ms);
}

/** Milliseconds as protobuf's JSON duration. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(9).replace(/\.?0+$/, "")}s`;
}

/** Istio's path of an object, put into resources so that `config_dump` tells where they come from. */
export function configPath(kind: "virtual-service" | "destination-rule", key: ConfigKey): string {
  return `/apis/networking.istio.io/v1/namespaces/${key.namespace}/${kind}/${key.name}`;
}
