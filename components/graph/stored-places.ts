import { z } from "zod";
import type { Positions } from "@/lib/graph/layout/layout-model";

const Places = z.record(z.string(), z.object({ x: z.number(), y: z.number() }));
const PREFIX = "heddle.graph.places:";

/** Places of a view's nodes as this tab last had them; {} when none. */
export function readPlaces(view: string): Positions {
  try {
    const parsed = Places.safeParse(JSON.parse(sessionStorage.getItem(PREFIX + view) ?? "{}"));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** Keeps them. A full or forbidden store only means that a reload lays out anew. */
export function writePlaces(view: string, positions: Positions): void {
  try {
    sessionStorage.setItem(PREFIX + view, JSON.stringify(positions));
  } catch {
    return;
  }
}
