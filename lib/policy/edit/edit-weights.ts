import { hostText, routesOf, type SplitService } from "./edited-routes";
import type { Json } from "./json";
import { weightsRoute } from "./read-split";
import type { SplitWeight } from "./split-intent";
import { editYaml, type SequenceItem } from "./yaml-edit";

/** Destinations of a new route; a lone one needs no weight. */
export const targets = (host: string, weights: readonly SplitWeight[]): Json[] =>
  weights.map(({ subset, weight }) => ({ destination: { host, subset }, ...(weights.length > 1 ? { weight } : {}) }));

/** Writes weights into the entry that takes everyone else; adds one at the end when there is none. */
export function editWeights(yaml: string, service: SplitService, weights: readonly SplitWeight[]): string {
  const { routes, object } = routesOf(yaml, service.host);
  const last = weightsRoute(routes);
  const live = weights.filter((one) => one.weight > 0);
  if (!last) {
    const host = hostText(routes, object, service);
    const items: SequenceItem[] = [
      ...routes.map(({ at }) => ({ keep: at })),
      { add: { name: "default", route: targets(host, live) } },
    ];
    return editYaml(yaml, { kind: "sequence", path: ["spec", "http"], items });
  }
  const path = ["spec", "http", last.at, "route"];
  const existing = last.route.route ?? [];
  const host = existing[0]?.destination.host ?? service.name;
  let text = yaml;
  if (last.is.kind === "plain" && live[0]) {
    text = editYaml(text, { kind: "set", path: [...path, 0, "destination", "subset"], value: live[0].subset });
  }
  const names = last.is.kind === "plain" ? [live[0]?.subset] : existing.map(({ destination }) => destination.subset);
  const added = live.filter((one) => !names.includes(one.subset));
  const lone = names.length + added.length === 1;
  names.forEach((subset, i) => {
    const weight = weights.find((one) => one.subset === subset)?.weight ?? 0;
    if (existing[i]?.weight !== weight && !lone)
      text = editYaml(text, { kind: "set", path: [...path, i, "weight"], value: weight });
  });
  if (added.length === 0) return text;
  const items: SequenceItem[] = names.map((_, keep) => ({ keep }));
  for (const { subset, weight } of added) items.push({ add: { destination: { host, subset }, weight } });
  return editYaml(text, { kind: "sequence", path, items });
}
