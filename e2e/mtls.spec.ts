import { request } from "node:http";
import { expect, test } from "@playwright/test";
import type { ProxyStatus } from "@/lib/model/proxy";
import { apiJson } from "./support/api";
import { type MeshedService, startMeshedService } from "./support/meshed-service";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

const HOST = "vault.lab.svc.cluster.local";

/** One request on a connection of its own; what came instead of an answer, else its status. */
function call(port: number): Promise<number | string> {
  return new Promise((resolve) => {
    const outgoing = request({ host: "127.0.0.1", port, agent: false, headers: { host: HOST } }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve(answer.statusCode ?? 0));
    });
    outgoing.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    outgoing.end();
  });
}

test.describe("mutual TLS in stages", () => {
  const running: MeshedService[] = [];
  test.afterAll(async () => {
    await Promise.all(running.map((service) => service.stop()));
  });

  test("names legacy-batch, and refuses STRICT while it calls", async ({ browser }) => {
    const page = await signedIn(browser);
    await page.goto(`${stack.url}/security?namespace=payments`);
    await expect(page.getByRole("list", { name: "Plaintext callers" })).toContainText("legacy-batch", {
      timeout: 60_000,
    });
    const strict = page.getByRole("button", { name: "Turn on strict" });
    await expect(strict).toHaveAttribute("aria-disabled", "true");
  });

  test("an override turns STRICT on: plaintext is refused by Envoy, meshed calls pass; and back", async ({
    browser,
  }) => {
    const vault = await startMeshedService("vault", (_incoming, answer) => answer.end("vault"));
    const caller = await startMeshedService("insider", (_incoming, answer) => answer.end("insider"));
    running.push(vault, caller);
    const inbound = vault.outboundPort - 1;
    await waitFor("a meshed call", async () => (await call(caller.outboundPort)) === 200);
    await waitFor("a plaintext call", async () => (await call(inbound)) === 200);

    const page = await signedIn(browser);
    await page.goto(`${stack.url}/security?namespace=lab`);
    await page.getByRole("button", { name: /Override with a reason/ }).click({ timeout: 60_000 });
    await page.getByLabel(/Why these callers/).fill("the test calls in plaintext on purpose");
    await page.getByRole("button", { name: "Override and push" }).click();
    await page.waitForURL(/\/changes\//);
    await waitFor("plaintext to be refused", async () => (await call(inbound)) === "ECONNRESET");
    expect(await call(caller.outboundPort)).toBe(200);
    const proxies = await apiJson<ProxyStatus[]>("proxies");
    expect(proxies.find(({ workload }) => workload === "vault-v1")).toMatchObject({ accepts: "mtls" });

    await page.goto(`${stack.url}/security?namespace=lab`);
    await page.getByRole("button", { name: "Take plaintext again" }).click();
    await page.getByRole("button", { name: "Push" }).click();
    await waitFor("plaintext to be taken again", async () => (await call(inbound)) === 200);
    expect(await call(caller.outboundPort)).toBe(200);
  });
});
