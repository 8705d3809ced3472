import { gzipSync } from "node:zlib";
import { chromium, type Page } from "@playwright/test";
import { waitFor } from "../support/wait-for";
import type { BenchStack } from "./bench-stack";
import { print } from "./report";
import { seedMesh } from "./seed-mesh";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

async function signIn(page: Page, stack: BenchStack): Promise<void> {
  const answer = await stack.api("sign-in-links", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  const { url } = (await answer.json()) as { url: string };
  await page.goto(url);
  await page.waitForURL((current) => !current.pathname.startsWith("/sign-in"));
}

/** Sizes of all scripts a fresh visit loads before the page is at rest, gzip. */
async function scriptBytes(page: Page, url: string): Promise<number> {
  const sizes: Promise<number>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() !== "script") return;
    sizes.push(
      response.body().then(
        (body) => gzipSync(body).byteLength,
        () => 0,
      ),
    );
  });
  await page.goto(url, { waitUntil: "networkidle" });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Graph page in Chromium: JavaScript of the first load, then 1,000 services / 4,000 edges from the click to drawn. */
export async function benchPage(stack: BenchStack): Promise<void> {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: QUIET });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await signIn(page, stack);
    const bytes = await scriptBytes(page, `${stack.url}/graph`);
    print({
      what: "JavaScript of the graph page, first load, gzip",
      measured: bytes / 1000,
      unit: "kB",
      budget: 300,
      direction: "max",
      against: "Kiali 2.31: 2,700 kB",
    });

    const endMs = await seedMesh(stack.otlpHttpUrl);
    const url = `${stack.url}/graph?from=10m&at=${Math.floor(endMs / 1000) - 5}`;
    await page.addInitScript(() => {
      const tasks: number[] = [];
      Object.assign(window, { heddleLongTasks: tasks });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration);
      }).observe({ type: "longtask", buffered: true });
    });
    const started = performance.now();
    await page.goto(url);
    await waitFor("the drawn graph", () => page.evaluate(() => document.querySelector("[data-drawn=true]") !== null), {
      timeoutMs: 60_000,
      everyMs: 20,
    });
    const drawnMs = performance.now() - started;
    const longest = await page.evaluate(() =>
      Math.max(0, ...(window as unknown as { heddleLongTasks: number[] }).heddleLongTasks),
    );
    print({
      what: "1,000 services / 4,000 edges, from opening the page to drawn (grouped view that opens first)",
      measured: drawnMs,
      unit: "ms",
      budget: 5000,
      direction: "max",
      against: "Kiali 2.31: not drawn after 300 s",
    });
    print({ what: "longest main-thread task meanwhile", measured: longest, unit: "ms", budget: 200, direction: "max" });
  } finally {
    await browser.close();
  }
}
