import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePortBlock } from "./free-port-block";
import { stack } from "./stack";
import { waitFor } from "./wait-for";

export interface MeshedService {
  appPort: number;
  /** the proxy's port for calls into the mesh, by Host header */
  outboundPort: number;
  adminPort: number;
  stop(): Promise<void>;
}

/** The mesh a service joins: a console's address and token, its control plane, its collector. */
export interface JoinedMesh {
  url: string;
  token: string;
  xds: string;
  otlpGrpc: string;
}

async function listen(handler: RequestListener): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

interface Workload {
  name: string;
  version: string;
  appPort: number;
  ports: { inbound: number; outbound: number; admin: number };
}

/** The bootstrap that `npx heddle bootstrap` prints for a workload of namespace `lab`. */
function bootstrapFor({ name, version, appPort, ports }: Workload, mesh: JoinedMesh): string {
  const printed = spawnSync(
    "npx",
    [
      ...[
        "heddle",
        "bootstrap",
        "--workload",
        `${name}-${version}`,
        "--namespace",
        "lab",
        "--service",
        name,
        "--app",
        name,
      ],
      ...["--version", version, "--app-port", String(appPort), "--service-port", "80"],
      ...["--inbound-port", String(ports.inbound), "--outbound-port", String(ports.outbound)],
      ...["--admin-port", String(ports.admin), "--xds", mesh.xds, "--otlp", mesh.otlpGrpc],
    ],
    { encoding: "utf8", env: { ...process.env, HEDDLE_URL: mesh.url, HEDDLE_TOKEN: mesh.token } },
  );
  if (printed.status !== 0) throw new Error(`heddle bootstrap failed: ${printed.stderr}`);
  return printed.stdout;
}

async function ready(adminPort: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${adminPort}/ready`)).ok;
}

/** A service of the test's own behind a stock Envoy that joins the mesh by the printed bootstrap and nothing else. */
export async function startMeshedService(
  name: string,
  handler: RequestListener,
  { version = "v1", mesh = stack as JoinedMesh } = {},
): Promise<MeshedService> {
  const server = await listen(handler);
  const appPort = (server.address() as AddressInfo).port;
  const first = await freePortBlock(3);
  const ports = { inbound: first, outbound: first + 1, admin: first + 2 };
  const dir = mkdtempSync(join(tmpdir(), "heddle-lab-"));
  const file = join(dir, "bootstrap.yaml");
  writeFileSync(file, bootstrapFor({ name, version, appPort, ports }, mesh), { mode: 0o600 });
  const envoy: ChildProcess = spawn(
    process.env.ENVOY_BIN ?? "envoy",
    ["-c", file, "--concurrency", "1", "--use-dynamic-base-id", "--log-level", "error"],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  await waitFor(`${name}'s proxy to be ready`, () => ready(ports.admin));
  return {
    appPort,
    outboundPort: ports.outbound,
    adminPort: ports.admin,
    async stop() {
      envoy.kill("SIGTERM");
      await waitFor(`${name}'s proxy to end`, () => envoy.exitCode !== null || envoy.signalCode !== null);
      server.closeAllConnections();
      server.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
