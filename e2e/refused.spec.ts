import { spawnSync } from "node:child_process";
import { expect, test } from "@playwright/test";
import type { Change } from "@/lib/model/change";
import { apiJson } from "./support/api";
import { measureSplit } from "./support/measure-split";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";

/** Valid RE2 and short, but its program is larger than Envoy's limit: only the proxy itself can refuse it. */
const TOO_LARGE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: catalog
  namespace: shop
spec:
  hosts: [catalog.shop.svc.cluster.local]
  http:
  - match:
    - headers:
        x-persona:
          regex: '[\\p{L}\\p{N}]{900}'
    route:
    - destination: { host: catalog.shop.svc.cluster.local }
  - route:
    - destination: { host: catalog.shop.svc.cluster.local }
`;

const BROKEN = TOO_LARGE.replace(/regex: .*/, "regex: '(unclosed'");

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
  const applied = heddle(["apply", "-f", "-", "--reason", "a regex too large for Envoy"], TOO_LARGE);
  expect(applied.status).toBe(1);
  expect(applied.stderr).toMatch(/refused:.*regex/i);

  const { changes } = await apiJson<{ changes: Change[] }>("changes");
  const refused = changes.find((change) => change.reason === "a regex too large for Envoy");
  if (!refused) throw new Error("the refused change is not listed");
  const page = await signedIn(browser);
  await page.goto(`${stack.url}/changes/${refused.id}`);
  await expect(page.getByText(/refused/i).first()).toBeVisible();
  await expect(page.getByText(/regex/i).first()).toBeVisible();

  const counts = await measureSplit("catalog", 50);
  expect(counts.get("catalog-v1")).toBe(50);
  await page.getByRole("button", { name: /^Back to/ }).click();
  await expect(page.getByText(/rolled back|taken back/i).first()).toBeVisible({ timeout: 30_000 });
});
