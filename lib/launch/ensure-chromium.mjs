// Finds a Chromium for the end-to-end tests: CHROMIUM_PATH, one on PATH, Playwright's own, else Debian's package when root.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function onPath() {
  for (const dir of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of NAMES) if (dir && existsSync(join(dir, name))) return join(dir, name);
  }
  return undefined;
}

async function playwrights() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return path && existsSync(path) ? path : undefined;
}

/** Path of a Chromium program. Throws with the line that mends it when there is none. */
export async function ensureChromium() {
  const found = process.env.CHROMIUM_PATH ?? onPath() ?? (await playwrights());
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("installing Debian's chromium…");
    spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit" });
    spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const installed = onPath();
    if (installed) return installed;
  }
  throw new Error(
    "The end-to-end tests need Chromium: install it (apt install chromium, or npx playwright install chromium), or set CHROMIUM_PATH.",
  );
}
