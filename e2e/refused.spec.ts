import { spawnSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import type { Change } from "@/lib/model/change";
import { apiJson } from "./support/api";
import { measureSplit } from "./support/measure-split";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

/** Well formed as an Istio object; only the proxy can tell that it does not know this formatter. */
const UNKNOWN_FORMATTER = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: catalog
  namespace: shop
spec:
  hosts: [catalog.shop.svc.cluster.local]
  http:
  - headers:
      request:
        set:
          x-note: "%NOT_A_COMMAND%"
    route:
    - destination: { host: catalog.shop.svc.cluster.local }
`;

const BROKEN = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: catalog
  namespace: shop
spec:
  hosts: [catalog.shop.svc.cluster.local]
  http:
  - match:
    - headers:
        x-persona: { regex: "(unclosed" }
    route:
    - destination: { host: catalog.shop.svc.cluster.local }
`;

function heddle(args: string[], input: string) {
  const env = { ...process.env, HEDDLE_URL: stack.url, HEDDLE_TOKEN: stack.token };
  return spawnSync("npx", ["heddle", ...args], { input, encoding: "utf8", env });
}

test("a policy that is wrong by itself is refused before any proxy hears of it, with the field and the reason", () => {
  const applied = heddle(["apply", "-f", "-"], BROKEN);
  expect(applied.status).toBe(1);
  expect(applied.stderr + applied.stdout).toContain('spec.http[0].match[0].headers["x-persona"].regex');
});

test("a push that Envoy refuses is shown as refused, in Envoy's words, and the running policy keeps running", async ({
  browser,
}) => {
  const applied = heddle(["apply", "-f", "-", "--reason", "a formatter Envoy does not know"], UNKNOWN_FORMATTER);
  expect(applied.status).toBe(1);
  expect(applied.stderr).toMatch(/refused:.*NOT_A_COMMAND/);

  const changes = await apiJson<Change[]>("changes");
  const refused = changes.find((change) => change.reason === "a formatter Envoy does not know");
  if (!refused) throw new Error("the refused change is not listed");
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/changes/${refused.id}`);
  await expect(page.getByText(/refused/i).first()).toBeVisible();
  await expect(page.getByText(/NOT_A_COMMAND/).first()).toBeVisible();

  const counts = await measureSplit("catalog", 50);
  expect(counts.get("catalog-v1")).toBe(50);
  await page.getByRole("button", { name: /^Back to/ }).click();
  await expect(page.getByText(/taken back|takes back/i).first()).toBeVisible({ timeout: 30_000 });
});
