import type { ELK } from "elkjs/lib/elk-api";
import { layoutGraph } from "@/lib/graph/layout/layout-graph";
import type { Layout, LayoutInput } from "@/lib/graph/layout/layout-model";

export interface LayoutRequest {
  id: number;
  input: LayoutInput;
}
export type LayoutReply = { id: number; layout: Layout } | { id: number; error: string };

let elk: Promise<ELK> | null = null;

/** elkjs takes any scope without a document for a worker of its own and then exports nothing: it gets an empty one. */
async function loadElk(): Promise<ELK> {
  const scope = globalThis as { document?: unknown };
  scope.document ??= {};
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  return new Elk();
}

self.onmessage = async ({ data }: MessageEvent<LayoutRequest>) => {
  try {
    const layout = await layoutGraph(data.input, () => {
      elk ??= loadElk();
      return elk;
    });
    self.postMessage({ id: data.id, layout } satisfies LayoutReply);
  } catch (error) {
    self.postMessage({
      id: data.id,
      error: error instanceof Error ? error.message : String(error),
    } satisfies LayoutReply);
  }
};
