import { expect, type Page, test } from "@playwright/test";
import type { ConfigObject } from "@/lib/model/config-object";
import type { Graph } from "@/lib/model/graph";
import { api, apiJson } from "./support/api";
import { keepConfig } from "./support/keep-config";
import { measureSplit } from "./support/measure-split";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

const ROUTE = "config/networking.istio.io/v1/virtualservices/shop/reviews";
const REQUESTS = 1200;
const POINTS = 3;

test.describe.configure({ mode: "serial" });

let putBack: (() => Promise<void>) | undefined;
test.beforeAll(async () => {
  putBack = await keepConfig(ROUTE);
});
test.afterAll(() => putBack?.());

async function openShift(page: Page): Promise<void> {
  await page.goto(`${stack.url}/services/shop/reviews/shift`);
  await expect(page.getByRole("textbox", { name: "Weight of v1 in per cent" })).toBeVisible();
}

async function setWeight(page: Page, version: string, weight: number): Promise<void> {
  const field = page.getByRole("textbox", { name: `Weight of ${version} in per cent` });
  await field.fill(String(weight));
  await field.press("Enter");
  await expect(field).toHaveValue(String(weight));
}

async function push(page: Page, reason: string): Promise<void> {
  await page.getByRole("textbox", { name: /reason/i }).fill(reason);
  await page.getByRole("button", { name: /^Push to/ }).click();
  await expect(page.getByText(/^([1-9]\d*) of \1 prox/).first()).toBeVisible({ timeout: 30_000 });
}

const weights = (yaml: string) => [...yaml.matchAll(/weight:\s*(\d+)/g)].map((match) => Number(match[1]));
const shareOf = (counts: Map<string, number>, workload: string) =>
  (100 * (counts.get(workload) ?? 0)) / [...counts].reduce((sum, [name, n]) => sum + (name ? n : 0), 0);

test("a 90/10 split set in the UI is what the service measures behind real Envoy", async ({ browser }) => {
  const page = await signedIn(browser);
  await openShift(page);
  await setWeight(page, "v3", 0);
  await setWeight(page, "v2", 10);
  await expect(page.getByRole("textbox", { name: "Weight of v1 in per cent" })).toHaveValue("90");
  await push(page, "90/10 for the measurement");

  const counts = await measureSplit("reviews", REQUESTS);
  expect(Math.abs(shareOf(counts, "reviews-v1") - 90)).toBeLessThanOrEqual(POINTS);
  expect(Math.abs(shareOf(counts, "reviews-v2") - 10)).toBeLessThanOrEqual(POINTS);
  expect(counts.get("reviews-v3") ?? 0).toBe(0);

  const stored = await apiJson<ConfigObject>(ROUTE);
  expect(stored.yaml).toContain("# A page without reviews is better than a page that nobody waits for.");
  expect(stored.yaml).toContain("timeout: 2s");
});

test("the graph shows the new shares", async () => {
  await waitFor(
    "the shares on the graph",
    async () => {
      const graph = await apiJson<Graph>("graph?namespaces=shop&type=workload&duration=30s");
      const target = graph.nodes.find((node) => node.workload === "reviews-v1")?.id;
      const edge = graph.edges.find((candidate) => candidate.target === target && candidate.source.endsWith("web-v1"));
      return edge !== undefined && Math.abs(edge.share * 100 - 90) <= 7;
    },
    { timeoutMs: 90_000, everyMs: 2000 },
  );
});

test("an A/B header rule sends exactly its persona", async ({ browser }) => {
  const page = await signedIn(browser);
  await openShift(page);
  await page.getByRole("button", { name: "Header rule" }).click();
  await page.getByRole("textbox", { name: "Name in rule 1" }).fill("x-persona");
  await page.getByRole("textbox", { name: "Value in rule 1" }).fill("beta");
  await page.getByRole("combobox", { name: "Where rule 1 sends requests" }).click();
  await page.getByRole("option", { name: /v3/ }).click();
  await push(page, "beta testers see v3");

  const beta = await measureSplit("reviews", 200, { headers: { "x-persona": "beta" } });
  const members = await measureSplit("reviews", 200, { headers: { "x-persona": "member" } });
  expect([...beta.keys()].filter((name) => name !== "")).toEqual(["reviews-v3"]);
  expect(members.get("reviews-v3") ?? 0).toBe(0);
});

test("one click goes back to the previous version", async ({ browser }) => {
  const page = await signedIn(browser);
  const before = await apiJson<ConfigObject>(ROUTE);
  await openShift(page);
  await setWeight(page, "v2", 40);
  await push(page, "to be taken back");
  expect(weights((await apiJson<ConfigObject>(ROUTE)).yaml)).not.toEqual(weights(before.yaml));
  await page.getByRole("button", { name: /^Back to version/ }).click();
  await waitFor("the previous text", async () => (await apiJson<ConfigObject>(ROUTE)).yaml === before.yaml);
});

test("a stale edit is refused with the difference and never overwrites", async ({ browser }) => {
  const page = await signedIn(browser);
  await openShift(page);
  await setWeight(page, "v2", 25);
  const current = await apiJson<ConfigObject>(ROUTE);
  const theirs = current.yaml.replace("timeout: 2s", "timeout: 3s");
  const put = await api(ROUTE, {
    method: "PUT",
    headers: { "content-type": "application/yaml", "if-match": `"${current.resourceVersion}"` },
    body: theirs,
  });
  expect(put.status).toBe(200);
  await expect(page.getByText("This changed while you were editing.")).toBeVisible({ timeout: 30_000 });
  expect((await apiJson<ConfigObject>(ROUTE)).yaml).toBe(theirs);

  const stale = await api(ROUTE, {
    method: "PUT",
    headers: { "content-type": "application/yaml", "if-match": `"${current.resourceVersion}"` },
    body: current.yaml,
  });
  expect(stale.status).toBe(409);
  expect(JSON.stringify(await stale.json())).toContain("timeout: 3s");
});
