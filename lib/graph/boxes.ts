import type { GraphNode, GraphType } from "../model/graph";
import type { EdgeSums } from "./edge-sums";
import { addEdge, emptySide, figures, type SideSums } from "./finish-nodes";
import { worstHealth } from "./health";

/** Ids of the boxes around nodes. */
export function namespaceBoxId(namespace: string): string {
  return `box/${namespace}`;
}
export function appBoxId(namespace: string, app: string): string {
  return `box/${namespace}/${app}`;
}

interface BoxSeed {
  id: string;
  boxKind: "namespace" | "app";
  namespace: string;
  name: string;
  members: GraphNode[];
  parent?: string;
}

/**
 * Puts nodes into a box for each namespace and, in the version view, a box for each app with two nodes or more.
 * A box's inbound and outbound figures count what crosses its border; its health is its members' worst.
 */
export function addBoxes(
  nodes: readonly GraphNode[],
  context: { type: GraphType; edges: readonly EdgeSums[]; durationSec: number },
): GraphNode[] {
  const namespaces = new Map<string, BoxSeed>();
  const apps = context.type === "versionedApp" ? appBoxes(nodes) : new Map<string, BoxSeed>();
  const placed = nodes.map((node) => {
    if (!node.namespace) return node;
    const namespace = namespaceBox(namespaces, node.namespace);
    const app = node.app ? apps.get(appBoxId(node.namespace, node.app)) : undefined;
    const child: GraphNode = { ...node, parent: app?.id ?? namespace.id };
    namespace.members.push(child);
    return child;
  });
  const boxes = [...namespaces.values(), ...apps.values()];
  const crossing = borderSums(boxes, context.edges);
  return [...placed, ...boxes.map((box) => boxNode(box, crossing, context.durationSec))];
}

function namespaceBox(boxes: Map<string, BoxSeed>, namespace: string): BoxSeed {
  const id = namespaceBoxId(namespace);
  const box = boxes.get(id) ?? { id, boxKind: "namespace" as const, namespace, name: namespace, members: [] };
  boxes.set(id, box);
  return box;
}

function appBoxes(nodes: readonly GraphNode[]): Map<string, BoxSeed> {
  const boxes = new Map<string, BoxSeed>();
  for (const node of nodes) {
    if (!node.app || !node.namespace || node.kind === "client") continue;
    const id = appBoxId(node.namespace, node.app);
    const box = boxes.get(id) ?? {
      id,
      boxKind: "app" as const,
      namespace: node.namespace,
      name: node.app,
      members: [],
      parent: namespaceBoxId(node.namespace),
    };
    box.members.push(node);
    boxes.set(id, box);
  }
  for (const [id, box] of boxes) if (box.members.length < 2) boxes.delete(id);
  return boxes;
}

interface Border {
  inbound: SideSums;
  outbound: SideSums;
}

/** Sums over the edges that cross each box's border. What a gateway passes on came in through it, from outside the mesh. */
function borderSums(boxes: readonly BoxSeed[], edges: readonly EdgeSums[]): Map<string, Border> {
  const around = new Map<string, string[]>();
  const gateways = new Set(
    boxes.flatMap((box) => box.members.filter((member) => member.kind === "gateway").map((member) => member.id)),
  );
  const sums = new Map<string, Border>();
  for (const box of boxes) {
    sums.set(box.id, { inbound: emptySide(), outbound: emptySide() });
    for (const member of box.members) around.set(member.id, [...(around.get(member.id) ?? []), box.id]);
  }
  for (const edge of edges) {
    const from = around.get(edge.source.id) ?? [];
    const to = around.get(edge.target.id) ?? [];
    for (const id of from) {
      if (!to.includes(id)) addEdge(sums.get(id)?.outbound ?? emptySide(), edge);
      if (gateways.has(edge.source.id)) addEdge(sums.get(id)?.inbound ?? emptySide(), edge);
    }
    for (const id of to) if (!from.includes(id)) addEdge(sums.get(id)?.inbound ?? emptySide(), edge);
  }
  return sums;
}

function boxNode(box: BoxSeed, sums: ReadonlyMap<string, Border>, durationSec: number): GraphNode {
  const border = sums.get(box.id);
  const { status } = worstHealth(box.members.map((member) => member.health));
  return {
    id: box.id,
    kind: "box",
    boxKind: box.boxKind,
    namespace: box.namespace,
    name: box.name,
    ...(box.boxKind === "app" ? { app: box.name } : {}),
    ...(box.parent ? { parent: box.parent } : {}),
    badges: [],
    health: { status, reasons: boxReasons(box, status) },
    inbound: figures(border?.inbound ?? emptySide(), durationSec),
    outbound: figures(border?.outbound ?? emptySide(), durationSec),
  };
}

function boxReasons(box: BoxSeed, status: GraphNode["health"]["status"]): string[] {
  if (status === "healthy" || status === "idle") return [];
  const same = box.members.filter((member) => member.health.status === status);
  return [
    `${same.map((member) => (member.version ? `${member.name} ${member.version}` : member.name)).join(", ")}: ${status}.`,
  ];
}
