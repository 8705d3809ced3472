import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startTestOidc } from "../../lib/identity/testing/test-oidc-provider";
import { freePortBlock } from "./free-port-block";
import { waitFor } from "./wait-for";

/**
 * Starts the product exactly as a person does (`npm start`'s script), on free ports with an empty data folder,
 * and waits until its sample mesh carries traffic. Gives Playwright the way to end it.
 */
export default async function startStack(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-e2e-"));
  const base = await freePortBlock(20);
  const token = randomBytes(24).toString("hex");
  mkdirSync("test-results", { recursive: true });
  const log = createWriteStream(join("test-results", "stack.log"));
  // A real OpenID provider beside the product, with one person who belongs to a group.
  const provider = await startTestOidc([`http://127.0.0.1:${base}/api/v1/session/oidc/callback`]);
  provider.accounts.set("grace", { name: "Grace Park", email: "grace@example.com", groups: ["mesh-ops"] });
  const child = spawn(process.execPath, ["lib/launch/start.mjs"], {
    env: {
      ...process.env,
      HEDDLE_PORT_BASE: String(base),
      HEDDLE_DATA_DIR: dataDir,
      HEDDLE_BOOTSTRAP_TOKEN: token,
      HEDDLE_OIDC_ISSUER: provider.issuer,
      HEDDLE_OIDC_CLIENT_ID: provider.clientId,
      HEDDLE_OIDC_CLIENT_SECRET: provider.clientSecret,
      HEDDLE_OIDC_NAME: "Example ID",
      HEDDLE_OIDC_GRANTS: "mesh-ops=operator@shop",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stderr.pipe(log, { end: false });
  let link: string | undefined;
  createInterface({ input: child.stdout }).on("line", (line) => {
    log.write(`${line}\n`);
    link ??= line.match(/https?:\/\/\S+\/sign-in\?\S+/)?.[0];
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await waitFor("the product to stop", () => child.exitCode !== null || child.signalCode !== null, {
      timeoutMs: 30_000,
    });
    log.end();
    await provider.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    await waitFor(
      "the sign-in link",
      () => {
        if (child.exitCode !== null)
          throw new Error(`npm start ended with ${child.exitCode}; see test-results/stack.log`);
        return link !== undefined;
      },
      { timeoutMs: 420_000 },
    );
    Object.assign(process.env, {
      HEDDLE_E2E_PID: String(child.pid),
      HEDDLE_E2E_URL: `http://127.0.0.1:${base}`,
      HEDDLE_E2E_LINK: link,
      HEDDLE_E2E_TOKEN: token,
      HEDDLE_E2E_XDS: `127.0.0.1:${base + 1}`,
      HEDDLE_E2E_OTLP_GRPC: `127.0.0.1:${base + 2}`,
      HEDDLE_E2E_OTLP_HTTP: `http://127.0.0.1:${base + 3}`,
      HEDDLE_E2E_GATEWAY: `http://127.0.0.1:${base + 6}`,
      HEDDLE_E2E_SAMPLE: `http://127.0.0.1:${base + 7}`,
    });
    await waitFor("the sample mesh's gateway", async () => (await fetch(`${process.env.HEDDLE_E2E_GATEWAY}/`)).ok, {
      timeoutMs: 120_000,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
