import { expect, test } from "@playwright/test";
import { stack } from "./support/stack";

test("the printed link signs in once and only once", async ({ browser }) => {
  const first = await (await browser.newContext()).newPage();
  await first.goto(`${stack.url}/graph`);
  await expect(first).toHaveURL(/\/sign-in/);
  await first.goto(stack.signInLink);
  await expect(first).toHaveURL(/\/graph/);

  const second = await (await browser.newContext()).newPage();
  await second.goto(stack.signInLink);
  await expect(second.getByText(/does not work/i)).toBeVisible();
  await second.goto(`${stack.url}/graph`);
  await expect(second).toHaveURL(/\/sign-in/);
});

test("the API refuses who is not signed in, and a cross-site mutation", async ({ browser }) => {
  expect((await fetch(`${stack.url}/api/v1/graph?namespaces=*`)).status).toBe(401);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${stack.url}/sign-in`);
  const forged = await fetch(`${stack.url}/api/v1/changes`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: "http://elsewhere.example",
      authorization: `Bearer ${"x".repeat(40)}`,
    },
    body: JSON.stringify({ items: [], reason: "" }),
  });
  expect(forged.status).toBe(401);
});
