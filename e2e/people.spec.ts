import { type Browser, expect, type Page, test } from "@playwright/test";
import { api, apiJson } from "./support/api";
import { stack } from "./support/stack";

const PASSWORD = "seven purple looms hum";

interface Invited {
  person: { id: string };
  invitation: { url: string };
}

const invite = (login: string, grants: { role: string; namespaces: string[] | null }[]) =>
  apiJson<Invited>("people", { method: "POST", body: JSON.stringify({ login, name: login, grants }) });

/** A new browser in which somebody has taken their invitation. */
async function join(browser: Browser, { invitation }: Invited): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(invitation.url);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page).toHaveURL(/\/graph/);
  return page;
}

test("a person joins by invitation and comes back by password; an old invitation and a wrong password get nothing", async ({
  browser,
}) => {
  const invited = await invite("lena@example.com", [{ role: "viewer", namespaces: null }]);
  await join(browser, invited);
  const page = await (await browser.newContext()).newPage();
  await page.goto(invited.invitation.url);
  await expect(page.getByText(/This invitation does not work/)).toBeVisible();
  await page.goto(`${stack.url}/sign-in?next=/services`);
  await page.getByLabel("Login").fill("Lena@example.com");
  await page.getByLabel("Password").fill("not my password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText(/do not fit/)).toBeVisible();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/services/);
});

test("OpenID Connect signs in, with the rights its claims give", async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${stack.url}/sign-in?next=/audit`);
  await page.getByRole("link", { name: /Sign in with Example ID/ }).click();
  await page.getByPlaceholder("Enter any login").fill("grace");
  await page.getByPlaceholder("and password").fill("x");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page).toHaveURL(`${stack.url}/audit`);
  await page.getByRole("button", { name: "Account of Grace Park" }).click();
  await expect(page.getByText("Grace Park, operator")).toBeVisible();
});

test("a changed role and an ended session reach the open page of the other browser", async ({ browser }) => {
  const boss = await join(browser, await invite("boss", [{ role: "admin", namespaces: null }]));
  const invited = await invite("omar", [{ role: "viewer", namespaces: null }]);
  const omar = await join(browser, invited);
  await omar.goto(`${stack.url}/settings`);
  await expect(omar.getByText("viewer everywhere").first()).toBeVisible();

  await boss.goto(`${stack.url}/settings/people?person=${invited.person.id}`);
  await boss.getByLabel("Namespaces of viewer").fill("shop");
  await boss.getByRole("button", { name: "Save roles" }).click();
  await expect(omar.getByText("viewer in shop").first()).toBeVisible();

  await boss.getByRole("button", { name: "End all sessions" }).click();
  await expect(omar).toHaveURL(/\/sign-in/);
});

test("the audit chain verifies on its page, and its export holds what was searched", async ({ browser }) => {
  const page = await join(browser, await invite("auditor", [{ role: "viewer", namespaces: null }]));
  await page.goto(`${stack.url}/audit?action=person.create`);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page.getByText("The chain holds.")).toBeVisible({ timeout: 30_000 });
  const text = await (await api("audit/export?action=person.create&target=auditor")).text();
  expect(text.trim().split("\n")).toHaveLength(1);
});
