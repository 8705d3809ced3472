import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

/** Where Debian and others put PostgreSQL's programs; undefined: it is not installed. */
export function findPostgres(): string | undefined {
  const roots = ["/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql@16"];
  const folders = roots.flatMap((root) =>
    existsSync(root) ? [join(root, "bin"), ...readdirSync(root).map((version) => join(root, version, "bin"))] : [],
  );
  return folders.find((folder) => existsSync(join(folder, "initdb")));
}

export interface TestPostgres {
  url: string;
  /** A fresh database in the cluster. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL of a test's own, on a free port of loopback and in a folder that goes with it. Runs as `postgres` where we are root. */
export async function startPostgres(bin: string): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "heddle-pg-"));
  const owner = process.getuid?.() === 0 ? idOf("postgres") : null;
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const as = owner ?? {};
  const data = join(folder, "data");
  const init = ["-D", data, "-U", "heddle", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"];
  execFileSync(join(bin, "initdb"), init, { ...as, cwd: folder, stdio: "ignore" });
  const port = await freePort();
  const options = ["-D", data, "-k", folder, "-p", String(port), "-h", "127.0.0.1", "-c", "fsync=off"];
  const child = spawn(join(bin, "postgres"), options, { ...as, cwd: folder, stdio: "ignore" });
  const url = (name: string) => `postgresql://heddle@127.0.0.1:${port}/${name}`;
  await untilAnswers(url("postgres"), () => child.exitCode === null);
  return {
    url: url("postgres"),
    async database(name) {
      await query(url("postgres"), `CREATE DATABASE ${name}`);
      return url(name);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function untilAnswers(url: string, isAlive: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; ; ) {
    try {
      return await query(url, "SELECT 1");
    } catch (error) {
      if (!isAlive() || Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function idOf(user: string): { uid: number; gid: number } {
  const read = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: read("-u"), gid: read("-g") };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
