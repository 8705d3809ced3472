import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const HOME = "/usr/lib/postgresql";

export interface PostgresCluster {
  /** a database of its own in this cluster, empty */
  url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL server of a test's own, on a free port of 127.0.0.1, from Debian's package. Fails with a clear message where it is not installed. */
export async function startPostgres(): Promise<PostgresCluster> {
  const bin = binaries();
  const dir = mkdtempSync(join(tmpdir(), "heddle-postgres-"));
  const user = process.getuid?.() === 0 ? postgresUser() : null;
  if (user) chownSync(dir, user.uid, user.gid);
  chmodSync(dir, 0o700);
  const as = user ?? {};
  const data = join(dir, "data");
  execFileSync(join(bin, "initdb"), ["-D", data, "-U", "heddle", "-A", "trust", "--no-sync"], {
    ...as,
    stdio: "ignore",
  });
  const port = await freePort();
  const flags = ["-D", data, "-k", dir, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"];
  const server = spawn(join(bin, "postgres"), flags, { ...as, stdio: "ignore" });
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const url = `postgresql://heddle@127.0.0.1:${port}/postgres`;
  await answering(url);
  return {
    url,
    async stop() {
      server.kill("SIGINT");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function binaries(): string {
  const versions = existsSync(HOME) ? readdirSync(HOME).sort((a, b) => Number(b) - Number(a)) : [];
  if (!versions[0])
    throw new Error(`This test needs PostgreSQL: no version lies under ${HOME}; install the package postgresql.`);
  return join(HOME, versions[0], "bin");
}

/** initdb refuses root. */
function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function answering(connectionString: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
