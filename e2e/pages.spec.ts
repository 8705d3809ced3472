import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import type AxeBuilder from "axe-core";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

const PATHS = [
  "/graph",
  "/graph?view=table",
  "/services",
  "/services/shop/reviews",
  "/services/shop/reviews/shift",
  "/traces",
  "/mesh",
  "/audit",
  "/settings",
  "/settings/people",
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

for (const [size, viewport] of Object.entries(SIZES)) {
  for (const colorScheme of ["dark", "light"] as const) {
    test(`every page, ${size}, ${colorScheme}: no serious axe finding, no error, no sideways scroll`, async ({
      browser,
    }) => {
      test.setTimeout(240_000);
      const page = await signedIn(browser, { viewport, colorScheme, bypassCSP: true });
      await page.evaluate((theme) => localStorage.setItem("theme", theme), colorScheme);
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(error.message));
      for (const path of PATHS) {
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
  }
}
