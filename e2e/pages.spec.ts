import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import type AxeBuilder from "axe-core";
import type { RolloutDetail } from "@/lib/model/rollout";
import type { TraceSearchAnswer } from "@/lib/model/trace-answers";
import { apiJson } from "./support/api";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";
import { startRollout } from "./support/start-rollout";

const PATHS = [
  "/graph",
  "/graph?view=table",
  "/services",
  "/services/shop/reviews",
  "/services/shop/reviews/shift",
  "/rollouts",
  "/rollouts/new",
  "/rollouts/new?stage=steps",
  "/rollouts/new?stage=checks",
  "/rollouts/new?stage=approvals",
  "/rollouts/new?stage=review",
  "/rollouts/new?edit=yaml",
  "/traces",
  "/mesh",
  "/audit",
  "/settings",
  "/settings/people",
  "/settings/identity",
  "/settings/notifications",
  "/settings/freeze-windows",
  "/security",
  "/set-up",
];
const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Serious and critical findings of axe, as "rule: selector" lines. */
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof AxeBuilder };
    return (await axe.run(document, { resultTypes: ["violations"] })).violations;
  });
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}

/** A rollout that waits for approval before its first step, and a trace of the sample. */
let waiting = "";
let trace = "";

test.beforeAll(async () => {
  trace = (await apiJson<TraceSearchAnswer>("traces?service=web&limit=1")).traces[0]?.traceId ?? "";
  waiting = (await startRollout("v1", "v2", { gates: { start: true, promotion: false } })).id;
});

test.afterAll(async () => {
  const { binding } = await apiJson<RolloutDetail>(`rollouts/${waiting}`);
  await apiJson(`rollouts/${waiting}/abort`, { method: "POST", body: JSON.stringify(binding) });
});

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["dark", "light"] as const) {
    test(`every page, ${size}, ${colorScheme}: no serious axe finding, no error, no sideways scroll`, async ({
      browser,
    }) => {
      test.setTimeout(360_000);
      const page = await signedIn(browser, { viewport, colorScheme, bypassCSP: true });
      await page.evaluate((theme) => localStorage.setItem("theme", theme), colorScheme);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      for (const path of [...PATHS, `/rollouts/${waiting}`, `/rollouts/${waiting}/approve`, `/traces/${trace}`]) {
        await page.goto(`${stack.url}${path}`);
        await expect(page.getByRole("main")).toBeVisible();
        await expect(page.locator('[aria-label^="Loading"]')).toHaveCount(0, { timeout: 30_000 });
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      expect(errors).toEqual([]);
    });

    test(`the pages before sign-in, ${size}, ${colorScheme}: no serious axe finding`, async ({ browser }) => {
      const page = await (await browser.newContext({ viewport, colorScheme, bypassCSP: true })).newPage();
      for (const path of ["/sign-in", "/sign-in?token=used", "/invitation", "/invitation?token=unknown"]) {
        await page.goto(`${stack.url}${path}`);
        await expect(page.getByRole("heading").first()).toBeVisible();
        expect(await violations(page), path).toEqual([]);
      }
    });
  }
}
