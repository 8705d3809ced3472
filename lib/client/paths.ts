import { durationParam } from "./duration-param";
import { DEFAULT_WINDOW_SEC, parseAsMoment, type Scope } from "./scope-params";

type Extra = Record<string, string | number | boolean | null | undefined>;

/** What the trace list can be asked for in its URL. */
export interface TraceSearchLink {
  service?: string | undefined;
  operation?: string | undefined;
  /** `key=value` pairs, space separated */
  tags?: string | undefined;
  errors?: boolean | undefined;
  /** ms */
  min?: number | undefined;
  max?: number | undefined;
  /** workloads at the ends of an edge */
  src?: string | undefined;
  dst?: string | undefined;
}

function href(path: string, scope?: Partial<Scope>, extra: Extra = {}): string {
  const search = new URLSearchParams();
  if (scope?.mesh) search.set("mesh", scope.mesh);
  if (scope?.ns?.length) search.set("ns", scope.ns.join(","));
  if (scope?.from && scope.from !== DEFAULT_WINDOW_SEC) search.set("from", durationParam(scope.from));
  if (scope?.at) search.set("at", parseAsMoment.serialize(scope.at));
  for (const [key, value] of Object.entries(extra)) {
    if (value !== undefined && value !== null && value !== "" && value !== false) search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

const part = encodeURIComponent;

/** Every address inside the console. `scope` carries mesh, namespaces and time over to the next page. */
export const paths = {
  graph: (scope?: Partial<Scope>, extra?: Extra) => href("/graph", scope, extra),
  services: (scope?: Partial<Scope>) => href("/services", scope),
  service: (namespace: string, name: string, scope?: Partial<Scope>) =>
    href(`/services/${part(namespace)}/${part(name)}`, scope),
  shift: (namespace: string, name: string, scope?: Partial<Scope>) =>
    href(`/services/${part(namespace)}/${part(name)}/shift`, scope),
  change: (id: string, scope?: Partial<Scope>) => href(`/changes/${part(id)}`, scope),
  rollouts: (scope?: Partial<Scope>, filter: { show?: string; q?: string } = {}) =>
    href("/rollouts", scope, { ...filter }),
  rollout: (id: string, scope?: Partial<Scope>, at?: { replay?: string | undefined }) =>
    href(`/rollouts/${part(id)}`, scope, { replay: at?.replay }),
  approveRollout: (id: string, scope?: Partial<Scope>) => href(`/rollouts/${part(id)}/approve`, scope),
  newRollout: (scope?: Partial<Scope>, from: { namespace?: string; service?: string; to?: string } = {}) =>
    href("/rollouts/new", scope, { ...from }),
  traces: (search: TraceSearchLink = {}, scope?: Partial<Scope>) => href("/traces", scope, { ...search }),
  trace: (traceId: string, scope?: Partial<Scope>, at?: { span?: string | undefined }) =>
    href(`/traces/${part(traceId)}`, scope, { span: at?.span }),
  security: (scope?: Partial<Scope>) => href("/security", scope),
  mesh: (scope?: Partial<Scope>, proxy?: string) => href("/mesh", scope, { proxy }),
  people: (scope?: Partial<Scope>) => href("/settings/people", scope),
  notifications: (scope?: Partial<Scope>) => href("/settings/notifications", scope),
  workloadIdentity: (scope?: Partial<Scope>) => href("/settings/identity", scope),
  freezeWindows: (scope?: Partial<Scope>) => href("/settings/freeze-windows", scope),
  setUp: (scope?: Partial<Scope>) => href("/set-up", scope),
  audit: (filter: { action?: string; actor?: string; target?: string } = {}, scope?: Partial<Scope>) =>
    href("/audit", scope, { ...filter }),
  settings: (scope?: Partial<Scope>, section?: string) => href("/settings", scope, { section }),
  signIn: (next?: string) => href("/sign-in", undefined, { next }),
};
