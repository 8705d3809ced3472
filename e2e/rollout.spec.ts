import { type Browser, expect, type Page, test } from "@playwright/test";
import type { ConfigObject } from "@/lib/model/config-object";
import type { RolloutDetail, RolloutEvidence } from "@/lib/model/rollout";
import { api, apiJson } from "./support/api";
import { keepConfig } from "./support/keep-config";
import { measureSplit } from "./support/measure-split";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";
import { INTERVAL_SEC, startRollout } from "./support/start-rollout";
import { waitFor } from "./support/wait-for";

const ROUTE = "config/networking.istio.io/v1/virtualservices/shop/reviews";
const RULE = "config/networking.istio.io/v1/destinationrules/shop/reviews";
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

test.describe.configure({ mode: "serial" });

const operator = (browser: Browser) => signedIn(browser, {}, { name: "release-lead", roles: ["operator"] });
const approver = (browser: Browser, options = {}) =>
  signedIn(browser, options, { name: "on-call", roles: ["approver"] });

/** Plays a scenario of the sample mesh, with traffic enough for short windows. */
async function play(scenario: string): Promise<void> {
  const answer = await fetch(`${stack.sampleControl}/scenario`, {
    method: "PUT",
    body: JSON.stringify({ name: scenario, ratePerSec: 40 }),
  });
  expect(answer.ok).toBe(true);
}

/** Sends all of the traffic of reviews to one version. */
async function allTo(version: string): Promise<void> {
  const stored = await apiJson<ConfigObject>(ROUTE);
  const yaml = [
    "apiVersion: networking.istio.io/v1",
    "kind: VirtualService",
    "metadata: { name: reviews, namespace: shop }",
    "spec:",
    "  hosts: [reviews]",
    "  http:",
    "  - name: default",
    "    timeout: 2s",
    "    route:",
    `    - destination: { host: reviews, subset: ${version} }`,
    "",
  ].join("\n");
  const put = await api(ROUTE, {
    method: "PUT",
    headers: { "content-type": "application/yaml", "if-match": `"${stored.resourceVersion}"` },
    body: yaml,
  });
  expect(put.status, await put.text()).toBe(200);
}

const versions = ["v1", "v2", "v3"];
const shareOf = (counts: Map<string, number>, version: string): number =>
  (counts.get(`reviews-${version}`) ?? 0) / versions.reduce((sum, one) => sum + (counts.get(`reviews-${one}`) ?? 0), 0);

async function type(page: Page, label: string | RegExp, value: string): Promise<void> {
  const field = page.getByRole("textbox", { name: label });
  await field.fill(value);
  await field.press("Enter");
}

/** The sentence of a run; the same is said aloud elsewhere on the page. */
const saying = (page: Page, sentence: string) => page.locator("#content").getByText(sentence);

const idOf = (page: Page): string => new URL(page.url()).pathname.split("/").at(-1) ?? "";

let putBack: (() => Promise<void>) | undefined;

test.beforeAll(async () => {
  putBack = await keepConfig(ROUTE, RULE);
  await play("healthy");
});

test.afterAll(async () => {
  await putBack?.();
  const answer = await fetch(`${stack.sampleControl}/scenario`, {
    method: "PUT",
    body: JSON.stringify({ name: "healthy", ratePerSec: 20 }),
  });
  expect(answer.ok).toBe(true);
});

test("a good canary planned in the wizard waits for a second person, who approves it on a phone; then it goes to 100", async ({
  browser,
}) => {
  test.setTimeout(300_000);
  await allTo("v1");
  const page = await operator(browser);
  await page.goto(`${stack.url}/services/shop/reviews`);
  await page.getByRole("link", { name: "Start a rollout" }).click();
  await expect(page.getByRole("combobox", { name: "From version" })).toContainText("v1");
  await page.getByRole("combobox", { name: "To version" }).click();
  await page.getByRole("option", { name: "v2" }).click();
  await page.getByRole("textbox", { name: /^Why/ }).fill("Faster ranking");

  await page.getByRole("button", { name: "Steps" }).last().click();
  await page.getByRole("radio", { name: /Quick canary/ }).check();
  await type(page, "Shares, in order", "10, 50, 100");
  await type(page, "Watch each step for", "15s");

  await page.getByRole("button", { name: "Checks" }).last().click();
  await type(page, "Look every", `${INTERVAL_SEC}s`);
  await type(page, "Requests a side, at least", "20");
  await type(page, "After a step, wait", "0");
  const remove = page.getByRole("button", { name: /^Remove check/ });
  while ((await remove.count()) > 1) await remove.last().click();

  await page.getByRole("button", { name: "Approvals" }).last().click();
  await type(page, "Before the first share above", "10");
  await page.getByRole("checkbox", { name: "Before anything is written" }).uncheck();
  await page.getByRole("checkbox", { name: /Before the new side becomes/ }).uncheck();

  await page.getByRole("button", { name: "Review" }).last().click();
  await expect(page.getByText("reviews goes from v1 to v2")).toBeVisible();
  await page.getByRole("button", { name: "Start the rollout" }).first().click();
  await page.waitForURL(/\/rollouts\/[0-9a-f-]{36}/, { timeout: 60_000 });
  const id = idOf(page);

  await expect(saying(page, "reviews v2 waits at 10% for approval")).toBeVisible({ timeout: 120_000 });
  await page.getByRole("link", { name: "See the request" }).first().click();
  await expect(page.getByRole("heading", { name: "Send 50% of reviews traffic to v2, up from 10%" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Approve 50%" })).toHaveAttribute("aria-disabled", "true");

  const phone = await approver(browser, PHONE);
  await phone.goto(`${stack.url}/rollouts`);
  await expect(phone.getByText("One waits for your approval.", { exact: false })).toBeVisible();
  await phone
    .getByRole("link", { name: /reviews v1 → v2/ })
    .first()
    .click();
  await expect(phone.getByRole("heading", { name: "Send 50% of reviews traffic to v2, up from 10%" })).toBeVisible();
  await expect(phone.getByText("Exactly this changes")).toBeVisible();
  await expect(phone.getByRole("table", { name: "Evidence" })).toContainText("Pass");
  await phone.getByRole("button", { name: "Approve 50%" }).click();

  await page.goto(`${stack.url}/rollouts/${id}`);
  await expect(saying(page, "reviews v2 has all of the traffic")).toBeVisible({ timeout: 180_000 });
  await expect(page.getByRole("list", { name: "Events" })).toContainText("on-call");
  expect(shareOf(await measureSplit("reviews", 300), "v2")).toBe(1);

  await expect(page.getByRole("region", { name: "The patch" })).toContainText("+++ b/");
  const [patch] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(patch.suggestedFilename()).toMatch(/^R-\d+\.patch$/);

  await page.getByRole("button", { name: "Replay" }).click();
  await expect(page).toHaveURL(/replay=/);
  await page.getByRole("button", { name: "Next event" }).click();
  await expect(page.getByRole("region", { name: "Replay" })).toContainText("as of");
});

test("a bad version is rolled back by its own evidence, with nobody asked, and its traffic is back to 0", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  await play("bad-version");
  await allTo("v1");
  const { id } = await startRollout("v1", "v3");
  const page = await operator(browser);
  await page.goto(`${stack.url}/rollouts/${id}`);
  await expect(page.getByText("Failed, gone back")).toBeVisible({ timeout: 180_000 });
  await expect(saying(page, "reviews v3 went back; v1 has all of the traffic")).toBeVisible();

  expect(shareOf(await measureSplit("reviews", 300), "v3")).toBe(0);
  const evidence = await apiJson<RolloutEvidence>(`rollouts/${id}/evidence`);
  const failed = evidence.analyses.filter((one) => one.verdict === "fail");
  expect(failed.length).toBeLessThanOrEqual(2);
  expect(evidence.approvals).toEqual([]);
  await play("healthy");
});

test("an approval for an old hash is refused, and the page shows what changed", async ({ browser }) => {
  test.setTimeout(180_000);
  await allTo("v1");
  const { id } = await startRollout("v1", "v2", { gates: { start: true, promotion: false } });
  await waitFor("the gate", async () => (await apiJson<RolloutDetail>(`rollouts/${id}`)).run.phase === "gate");
  const page = await approver(browser);
  await page.goto(`${stack.url}/rollouts/${id}/approve`);
  await expect(page.getByRole("button", { name: "Approve 20%" })).toBeVisible();

  // The page hears nothing more: what it shows grows old.
  const old = await page.evaluate(
    async (path) => (await fetch(path, { credentials: "same-origin" })).text(),
    `/api/v1/rollouts/${id}`,
  );
  const detail = (url: URL) => url.pathname === `/api/v1/rollouts/${id}`;
  await page.route(detail, (route) => route.fulfill({ contentType: "application/json", body: old }));
  const stored = await apiJson<ConfigObject>(ROUTE);
  const put = await api(ROUTE, {
    method: "PUT",
    headers: { "content-type": "application/yaml", "if-match": `"${stored.resourceVersion}"` },
    body: stored.yaml.replace("timeout: 2s", "timeout: 3s"),
  });
  expect(put.status).toBe(200);
  const before = (JSON.parse(old) as RolloutDetail).binding.evidenceHash;
  await waitFor(
    "the request to change",
    async () => (await apiJson<RolloutDetail>(`rollouts/${id}`)).binding.evidenceHash !== before,
    { timeoutMs: 60_000 },
  );

  const refused = page.waitForResponse((answer) => answer.url().endsWith(`/rollouts/${id}/approve`));
  await page.getByRole("button", { name: "Approve 20%" }).click();
  expect((await refused).status()).toBe(409);
  await page.unroute(detail);
  await expect(page.getByRole("heading", { name: "This changed since it was asked" })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Your decision was not taken.")).toBeVisible();
  await page.getByRole("button", { name: "Look at it as it is now" }).click();

  const lead = await operator(browser);
  await lead.goto(`${stack.url}/rollouts/${id}`);
  await lead
    .getByRole("button", { name: /^Abort/ })
    .first()
    .click();
  await expect(saying(lead, "reviews v2 went back; v1 has all of the traffic")).toBeVisible({ timeout: 60_000 });
});
