import { readFile } from "node:fs/promises";
import { expect, test } from "@playwright/test";
import { api } from "./support/api";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

test("a join token is made, shown once with its bootstrap command, and withdrawn", async ({ browser }) => {
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/settings/identity`);
  const row = page.getByRole("table", { name: "Join tokens" }).getByRole("row").filter({ hasText: "e2e-walker-v1" });
  await page.getByRole("button", { name: "New token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Workload" }).fill("E2E");
  await dialog.getByRole("textbox", { name: "Namespace" }).fill("lab");
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByText(/lower case letters/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Workload" }).fill("e2e-walker-v1");
  await dialog.getByRole("button", { name: "Make token" }).click();
  await expect(dialog.getByText(/npx heddle bootstrap --workload e2e-walker-v1 --namespace lab/)).toBeVisible();
  const secret = (await dialog.getByText(/^hdj_/).first().textContent()) ?? "";
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(row).toContainText("0 of 1, admits");
  expect(secret).toMatch(/^hdj_/);
  expect(await page.content()).not.toContain(secret);
  expect(await (await api("join-tokens")).text()).not.toContain(secret);
  await row.getByRole("button", { name: "Withdraw the token of e2e-walker-v1" }).click();
  await dialog.getByRole("button", { name: "Withdraw token" }).click();
  await expect(row).toHaveCount(0);
});

test("the authority shows root and intermediate, and gives the trust bundle", async ({ browser }) => {
  const page = await signedIn(browser, {}, { name: "reader", roles: ["viewer"] });
  await page.goto(`${stack.url}/settings/identity`);
  await expect(page.getByRole("list", { name: "Authorities" })).toContainText(
    /Root, valid until.*Intermediate, valid until/s,
  );
  await expect(page.getByRole("button", { name: "Rotate" })).toHaveCount(0);
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Trust bundle" }).click(),
  ]);
  expect(await readFile(await file.path(), "utf8")).toContain("BEGIN CERTIFICATE");
});
