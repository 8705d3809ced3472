import { expect, type Page, test, type WebSocketRoute } from "@playwright/test";
import { pidOf } from "./support/pid-of";
import { signedIn } from "./support/signed-in";
import { stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

const partial = (page: Page) => page.getByText(/of \d+ sources answered/);
const hold = (page: Page) => page.getByRole("button", { name: /^Live.*Hold the page at this moment/ });
const edge = (page: Page) => page.getByRole("row", { name: /web.*reviews/ }).first();

function signal(file: string, name: NodeJS.Signals): number {
  const pid = pidOf(file);
  if (pid === null) throw new Error(`${file} does not run`);
  process.kill(pid, name);
  return pid;
}

async function openGraph(page: Page): Promise<void> {
  await page.goto(`${stack.url}/graph?view=table&from=1m`);
  await expect(edge(page)).toBeVisible({ timeout: 60_000 });
  await expect(hold(page)).toBeVisible();
}

test("a collector that hangs, then dies, shows as a partial graph, heals, and says what may be missing", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const page = await signedIn(browser);
  await openGraph(page);
  const pid = signal("collector.js", "SIGSTOP");
  try {
    await expect(partial(page)).toBeVisible({ timeout: 60_000 });
  } finally {
    process.kill(pid, "SIGKILL");
  }
  await waitFor("another collector", () => ![null, pid].includes(pidOf("collector.js")), { timeoutMs: 60_000 });
  await expect(partial(page)).toBeHidden({ timeout: 60_000 });
  await expect(edge(page)).toBeVisible({ timeout: 60_000 });
  await page.goto(`${stack.url}/settings`);
  await expect(page.getByText(/may be missing/).first()).toBeVisible({ timeout: 30_000 });
});

test("a console that is killed is back by itself, and so are the pages that were open", async ({ browser }) => {
  test.setTimeout(240_000);
  const page = await signedIn(browser);
  await openGraph(page);
  const pid = signal("server.js", "SIGKILL");
  await expect(page.getByText("Reconnecting")).toBeVisible({ timeout: 30_000 });
  await expect(edge(page)).toBeVisible();
  await waitFor("another console", () => ![null, pid].includes(pidOf("server.js")), { timeoutMs: 60_000 });
  await expect(hold(page)).toBeVisible({ timeout: 90_000 });
  await expect(edge(page)).toBeVisible();
});

test("a browser without network says so, keeps what it has, and goes on when it is back", async ({ browser }) => {
  const page = await signedIn(browser);
  let online = true;
  const sockets = new Set<WebSocketRoute>();
  // Chromium's offline mode leaves open sockets alone: they are cut here, and no new one comes about.
  await page.routeWebSocket(/\/live$/, async (socket) => {
    if (!online) return socket.close({ code: 1001 });
    socket.connectToServer();
    sockets.add(socket);
  });
  await openGraph(page);
  online = false;
  await page.context().setOffline(true);
  for (const socket of sockets) await socket.close({ code: 1001 });
  await expect(page.getByText(/^(Offline|Reconnecting)$/)).toBeVisible({ timeout: 30_000 });
  await expect(edge(page)).toBeVisible();
  online = true;
  await page.context().setOffline(false);
  await expect(hold(page)).toBeVisible({ timeout: 60_000 });
  await expect(edge(page)).toBeVisible();
});
