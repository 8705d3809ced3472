import { expect, test } from "@playwright/test";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

/** Hops the sample shop makes all the time. */
const EDGES = [
  /web-gateway.*web/,
  /web.*catalog/,
  /web.*reviews/,
  /reviews.*ratings/,
  /catalog.*inventory/,
  /legacy-batch.*inventory/,
];

test("the sample mesh's graph appears with traffic, live, and as a table", async ({ browser }) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/graph`);
  await expect(page.locator("[data-drawn=true]")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("list", { name: "Nodes" }).getByRole("button", { name: /^web-gateway/ })).toBeAttached();

  await page.goto(`${stack.url}/graph?view=table`);
  for (const edge of EDGES)
    await expect(page.getByRole("row", { name: edge }).first()).toBeVisible({ timeout: 60_000 });
});

test("an edge opens its panel with codes and leads to its traces", async ({ browser }) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/graph?view=table&type=workload`);
  await page
    .getByRole("row", { name: /web-v1.*catalog-v1/ })
    .first()
    .click();
  await expect(page.getByRole("region", { name: "By response code" })).toContainText("200");
  await page.getByRole("link", { name: /open traces/i }).click();
  await expect(page).toHaveURL(/\/traces\?/);
  await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible({ timeout: 30_000 });
});

test("find and hide are in the URL and do what they say", async ({ browser }) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/graph?view=table&hide=${encodeURIComponent("ns = platform")}`);
  await expect(page.getByRole("row", { name: /web.*reviews/ }).first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("row", { name: /inventory/ })).toHaveCount(0);
});
