import type { ELK } from "elkjs/lib/elk-api";
import { clusteredLayout } from "./clustered-layout";
import { layeredLayout } from "./layered-layout";
import type { LayoutInput, Positions } from "./layout-model";

/** Beyond these, elk's layered layout takes seconds: the clustered one takes over. */
export const LAYERED_MOST = { nodes: 300, edges: 700 };

/** Lays a graph out anew, by the method that its size allows. `loadElk` is only called when the layered one is used. */
export async function layoutGraph(input: LayoutInput, loadElk: () => Promise<ELK>): Promise<Positions> {
  if (input.nodes.length === 0) return {};
  if (input.nodes.length > LAYERED_MOST.nodes || input.edges.length > LAYERED_MOST.edges) return clusteredLayout(input);
  return layeredLayout(input, await loadElk());
}
