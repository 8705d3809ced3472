import { levelOf } from "../../mtls/effective-mode";
import { objectName } from "../../object-name";
import type { PeerAuthentication } from "../../schema/peer-authentication";
import { sameKey } from "../../world";
import { type Rule, warning } from "../rule";

/** Two policies of one level for the same workloads: only one holds (HED-PA-005). Source: Istio's IST0168 and its kin. */
export const onePerLevel: Rule<PeerAuthentication> = ({ spec }, world, key) => {
  const own = scopeOf(key, spec);
  const other = world.objects.find(
    (one) =>
      one.object.kind === "PeerAuthentication" && !sameKey(one.key, key) && scopeOf(one.key, one.object.spec) === own,
  );
  if (!other) return [];
  const [first] = [key.name, other.key.name].sort();
  return [
    warning(
      "HED-PA-005",
      ["spec", "selector"],
      `${objectName("PeerAuthentication", other.key)} speaks of the same workloads; of the two, ${first} holds.`,
      "Keep one of them.",
    ),
  ];
};

function scopeOf(key: { namespace: string }, spec: PeerAuthentication["spec"]): string {
  const level = levelOf({ key: { group: "", version: "", plural: "", name: "", ...key }, spec });
  const labels = Object.entries(spec.selector?.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([level, key.namespace, labels]);
}
