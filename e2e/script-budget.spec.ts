import { expect, test } from "@playwright/test";
import { namedScriptBytes } from "./support/named-script-bytes";
import { stack } from "./support/stack";

/** The budget of the graph page's first load. */
const GRAPH_BYTES = 300_000;
/** Pages with forms and charts from the start may take this much. */
const PAGE_BYTES = 420_000;

const PAGES: Readonly<Record<string, number>> = {
  "/graph": GRAPH_BYTES,
  "/rollouts": GRAPH_BYTES,
  "/services": GRAPH_BYTES,
  "/settings": PAGE_BYTES,
};

for (const [path, budget] of Object.entries(PAGES)) {
  test(`${path} names at most ${budget / 1000} kB of JavaScript, gzip`, async () => {
    const page = await fetch(`${stack.url}${path}`, { headers: { authorization: `Bearer ${stack.token}` } });
    expect(page.status).toBe(200);
    const sizes = await namedScriptBytes(await page.text(), stack.url);
    // React alone is more than this: fewer means that the scripts were not found.
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(60_000);
    expect(total, JSON.stringify([...sizes].sort((a, b) => b[1] - a[1]).slice(0, 8))).toBeLessThanOrEqual(budget);
  });
}
