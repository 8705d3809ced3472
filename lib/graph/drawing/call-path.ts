/** Everything upstream and downstream of a node or edge: what its trouble may come from and reach. */
export interface CallPath {
  nodes: Set<string>;
  edges: Set<string>;
}

interface Line {
  id: string;
  source: string;
  target: string;
}

/** The call path through `id`, a node's or an edge's. An id that is neither has an empty path. */
export function callPath(edges: readonly Line[], nodeIds: ReadonlySet<string>, id: string): CallPath {
  const path: CallPath = { nodes: new Set(), edges: new Set() };
  const edge = edges.find((line) => line.id === id);
  if (!edge && !nodeIds.has(id)) return path;
  const [up, down] = edge ? [edge.source, edge.target] : [id, id];
  if (edge) path.edges.add(edge.id);
  follow(path, up, index(edges, "target"), "source");
  follow(path, down, index(edges, "source"), "target");
  return path;
}

function index(edges: readonly Line[], by: "source" | "target"): Map<string, Line[]> {
  const map = new Map<string, Line[]>();
  for (const edge of edges) {
    const list = map.get(edge[by]);
    if (list) list.push(edge);
    else map.set(edge[by], [edge]);
  }
  return map;
}

function follow(path: CallPath, start: string, from: ReadonlyMap<string, Line[]>, to: "source" | "target"): void {
  const seen = new Set([start]);
  const queue = [start];
  path.nodes.add(start);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const edge of from.get(id) ?? []) {
      path.edges.add(edge.id);
      path.nodes.add(edge[to]);
      if (seen.has(edge[to])) continue;
      seen.add(edge[to]);
      queue.push(edge[to]);
    }
  }
}
