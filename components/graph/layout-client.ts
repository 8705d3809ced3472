import { clusteredLayout } from "@/lib/graph/layout/clustered-layout";
import type { LayoutInput, Positions } from "@/lib/graph/layout/layout-model";
import type { LayoutReply, LayoutRequest } from "./layout-worker";

let worker: Worker | null = null;
let lastId = 0;

/** Lays out in the worker, off the page's thread. Should the worker fail, the quick layout is computed here. */
export function layoutInWorker(input: LayoutInput): Promise<Positions> {
  worker ??= new Worker(new URL("./layout-worker.ts", import.meta.url));
  const target = worker;
  const id = ++lastId;
  return new Promise((resolve) => {
    const done = (positions: Positions) => {
      target.removeEventListener("message", onMessage);
      target.removeEventListener("error", onError);
      resolve(positions);
    };
    const onError = () => {
      if (worker === target) worker = null;
      done(clusteredLayout(input));
    };
    const onMessage = ({ data }: MessageEvent<LayoutReply>) => {
      if (data.id !== id) return;
      if ("positions" in data) done(data.positions);
      else done(clusteredLayout(input));
    };
    target.addEventListener("message", onMessage);
    target.addEventListener("error", onError);
    target.postMessage({ id, input } satisfies LayoutRequest);
  });
}
