import { parseDocument } from "yaml";
import type { ConfigKey } from "@/lib/model/config-object";
import type { MtlsTarget, RolloutPlan, TrafficTarget } from "@/lib/model/rollout-plan";
import { isRecord } from "@/lib/policy/edit/json";
import { parseObject } from "@/lib/policy/parse-object";
import { resolveHost } from "@/lib/policy/resolve-host";
import { peerAuthenticationName } from "./steer-peer-authentication";
import { isHost } from "./steered-routes";

interface Stored {
  key: ConfigKey;
  yaml: string | null;
}

const networking = (plural: string, namespace: string, name: string): ConfigKey => ({
  group: "networking.istio.io",
  version: "v1",
  plural,
  namespace,
  name,
});

/**
 * The objects a plan writes, out of those that are stored: every VirtualService of the service's namespace that sends to it, the DestinationRule of
 * its host, the PeerAuthentication of the selection; where there is none, the one that will be made. Read once, before the run: the
 * baseline holds exactly these.
 */
export function managedKeys(plan: Pick<RolloutPlan, "targets">, stored: readonly Stored[]): ConfigKey[] {
  const keys = plan.targets.flatMap(({ target }) =>
    target.kind === "mtls" ? [peerAuthenticationKey(target, stored)] : trafficKeys(target, stored),
  );
  const seen = new Set<string>();
  return keys.filter(({ plural, namespace, name }) => {
    const id = `${plural}/${namespace}/${name}`;
    return seen.has(id) ? false : seen.add(id);
  });
}

/** Objects of a traffic target: VirtualServices, then the DestinationRule. */
export function trafficKeys(target: TrafficTarget, stored: readonly Stored[]): ConfigKey[] {
  const own = stored.filter(({ key, yaml }) => key.namespace === target.namespace && yaml !== null);
  const services = own.filter((one) => one.key.plural === "virtualservices" && sendsTo(one, target));
  const named = services.some((one) => coversHost(one, target));
  const rule = own.find((one) => one.key.plural === "destinationrules" && isRuleOf(one, target));
  return [
    ...services.map(({ key }) => key),
    ...(named ? [] : [networking("virtualservices", target.namespace, target.service)]),
    rule?.key ?? networking("destinationrules", target.namespace, target.service),
  ];
}

function sendsTo({ key, yaml }: Stored, target: TrafficTarget): boolean {
  const { object } = parseObject(yaml ?? "", { namespace: key.namespace });
  if (object?.kind !== "VirtualService") return false;
  if (coversHost({ key, yaml }, target)) return true;
  return (object.spec.http ?? []).some(({ route }) => route?.some((one) => isHost(one, key.namespace, target)));
}

/** Whether a stored VirtualService is for the target's host. */
export function coversHost({ key, yaml }: Stored, { host }: Pick<TrafficTarget, "host">): boolean {
  if (key.plural !== "virtualservices") return false;
  const { object } = parseObject(yaml ?? "", { namespace: key.namespace });
  if (object?.kind !== "VirtualService") return false;
  const known = new Set([host.split(".")[1] ?? ""]);
  return object.spec.hosts.some((one) => resolveHost(one, key.namespace, known) === host);
}

function isRuleOf({ key, yaml }: Stored, { host }: TrafficTarget): boolean {
  const { object } = parseObject(yaml ?? "", { namespace: key.namespace });
  const known = new Set([host.split(".")[1] ?? ""]);
  return object?.kind === "DestinationRule" && resolveHost(object.spec.host, key.namespace, known) === host;
}

/** The PeerAuthentication of a target: the one with the same selection, else a new one. */
export function peerAuthenticationKey(target: MtlsTarget, stored: readonly Stored[]): ConfigKey {
  const found = stored.find(
    ({ key, yaml }) =>
      key.plural === "peerauthentications" && key.namespace === target.namespace && selects(yaml) === target.app,
  );
  const { namespace } = target;
  const name = peerAuthenticationName(target);
  return found?.key ?? { group: "security.istio.io", version: "v1", plural: "peerauthentications", namespace, name };
}

/** The app a PeerAuthentication selects; "" for all of its namespace; null for any other selection. */
function selects(yaml: string | null): string | null {
  if (yaml === null) return null;
  const object: unknown = parseDocument(yaml, { logLevel: "error" }).toJS();
  const spec = isRecord(object) && isRecord(object.spec) ? object.spec : {};
  const labels = isRecord(spec.selector) && isRecord(spec.selector.matchLabels) ? spec.selector.matchLabels : {};
  const [[name, value] = ["app", ""], ...more] = Object.entries(labels);
  return more.length === 0 && name === "app" && typeof value === "string" ? value : null;
}
