import type { Core, ElementDefinition } from "cytoscape";

const CHUNK = 40;

/** What we use of Cytoscape's inside, to force styles and bounds as elements come; the version is pinned for it. */
interface Inside {
  renderer?: () => { flushRenderedStyleQueue?: () => void };
  notifications?: (on: boolean) => void;
  notify?: (event: string) => void;
}

/**
 * Adds many elements without a long task: some a frame, nodes before edges, each chunk styled and measured at once so that
 * the first full draw has little left to do. `stop` ends it early; resolves when all are in or it was stopped.
 */
export async function addInChunks(
  cy: Core,
  elements: readonly ElementDefinition[],
  stop: () => boolean,
): Promise<void> {
  const inside = cy as unknown as Inside;
  inside.notifications?.call(cy, false);
  try {
    for (let i = 0; i < elements.length && !stop(); i += CHUNK) {
      const added = cy.add(elements.slice(i, i + CHUNK) as ElementDefinition[]);
      inside.renderer?.call(cy)?.flushRenderedStyleQueue?.();
      for (const element of added) element.boundingBox();
      await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
    }
  } finally {
    // Even when stopped: what comes next must be drawn. The renderer heard of none of them, so it is told once of all.
    if (!cy.destroyed()) {
      inside.notifications?.call(cy, true);
      inside.notify?.call(cy, "load");
    }
  }
}
