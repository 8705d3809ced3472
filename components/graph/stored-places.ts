import { z } from "zod";
import { type Layout, SIDES } from "@/lib/graph/layout/layout-model";

const Place = z.object({ x: z.number(), y: z.number() });
const Side = z.enum(SIDES);
const Stored = z.object({
  positions: z.record(z.string(), Place),
  routes: z.record(z.string(), z.object({ bends: z.array(Place), leaves: Side, enters: Side })),
});
const PREFIX = "heddle.graph.layout:";

/** The layout of a view as this tab last had it; an empty one when there is none. */
export function readLayout(view: string): Layout {
  try {
    const parsed = Stored.safeParse(JSON.parse(sessionStorage.getItem(PREFIX + view) ?? "null"));
    return parsed.success ? parsed.data : { positions: {}, routes: {} };
  } catch {
    return { positions: {}, routes: {} };
  }
}

/** Keeps it. A full or forbidden store only means that a reload lays out anew. */
export function writeLayout(view: string, layout: Layout): void {
  try {
    sessionStorage.setItem(PREFIX + view, JSON.stringify(layout));
  } catch {
    return;
  }
}
