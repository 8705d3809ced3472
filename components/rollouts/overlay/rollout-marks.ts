import type { Graph } from "@/lib/model/graph";
import type { RolloutSummary } from "@/lib/model/rollout";
import { isTargetOf, targetsWords } from "../target-words";

/** A rollout at one box or node of the graph. */
export interface RolloutMark {
  nodeId: string;
  rolloutId: string;
  /** "R-128 3/6" */
  words: string;
  title: string;
}

/** Where running rollouts are on a graph: at the box of the app, else at the node of the service, else at the version that gets traffic. */
export function rolloutMarks(graph: Graph, running: readonly RolloutSummary[]): RolloutMark[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const marks = new Map<string, RolloutMark>();
  for (const one of running) {
    if (one.run.phase === "draft" || one.run.phase === "validated") continue;
    for (const target of one.targets) {
      if (target.kind !== "traffic") continue;
      const own = graph.nodes.filter(
        (node) =>
          node.kind !== "box" &&
          node.service !== undefined &&
          isTargetOf(target, { namespace: node.namespace, name: node.service }),
      );
      const node = own.find((other) => other.version === target.candidate) ?? own[0];
      if (!node) continue;
      const parent = node.parent ? byId.get(node.parent) : undefined;
      const nodeId = parent?.boxKind === "app" ? parent.id : node.id;
      const at = Math.max(0, Math.min(one.steps, one.stepIndex + 1));
      marks.set(nodeId, {
        nodeId,
        rolloutId: one.id,
        words: `R-${one.number} ${at}/${one.steps}`,
        title: targetsWords(one.targets),
      });
    }
  }
  return [...marks.values()];
}
