import type { Layout, LayoutInput } from "@/lib/graph/layout/layout-model";
import type { LayoutReply, LayoutRequest } from "./layout-worker";

/** The user timing entry of a layout, from asked to there; shows in the browser's profiler. */
const LAYOUT_MEASURE = "heddle.layout";

let worker: Worker | null = null;
let lastId = 0;

/** Lays out in the worker, off the page's thread. Should the worker fail, the quick layout is computed here. */
export function layoutInWorker(input: LayoutInput): Promise<Layout> {
  worker ??= new Worker(new URL("./layout-worker.ts", import.meta.url));
  const target = worker;
  const id = ++lastId;
  const start = performance.now();
  return new Promise((resolve) => {
    const done = (layout: Layout | Promise<Layout>) => {
      performance.measure(LAYOUT_MEASURE, { start });
      target.removeEventListener("message", onMessage);
      target.removeEventListener("error", onError);
      resolve(layout);
    };
    const onError = () => {
      if (worker === target) worker = null;
      done(quick(input));
    };
    const onMessage = ({ data }: MessageEvent<LayoutReply>) => {
      if (data.id !== id) return;
      if ("layout" in data) done(data.layout);
      else done(quick(input));
    };
    target.addEventListener("message", onMessage);
    target.addEventListener("error", onError);
    target.postMessage({ id, input } satisfies LayoutRequest);
  });
}

async function quick(input: LayoutInput): Promise<Layout> {
  const { clusteredLayout } = await import("@/lib/graph/layout/clustered-layout");
  return { positions: clusteredLayout(input), routes: {} };
}
