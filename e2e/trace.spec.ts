import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { api } from "./support/api";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

test("a request sent with a known trace id is found and opened", async ({ browser }) => {
  const traceId = randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  const answer = await fetch(`${stack.gateway}/`, { headers: { traceparent: `00-${traceId}-${spanId}-01` } });
  expect(answer.ok).toBe(true);
  const served = answer.headers.get("x-served-by")?.split(",") ?? [];
  expect(served.length).toBeGreaterThan(2);

  await waitFor("the trace in the store", async () => (await api(`traces/${traceId}`)).ok, { timeoutMs: 60_000 });
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/traces`);
  await page.getByRole("textbox", { name: /trace id/i }).fill(traceId);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/traces/${traceId}`));
  const waterfall = page.getByRole("tree", { name: /spans/i });
  await expect(waterfall.getByRole("treeitem").first()).toBeVisible();
  for (const workload of new Set(served.map((name) => name.replace(/-v\d+$/, "")))) {
    await expect(waterfall.getByText(new RegExp(workload)).first()).toBeVisible();
  }
});
