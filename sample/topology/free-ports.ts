import { createServer } from "node:net";
import { seedOf } from "../traffic/seeded-random";

/**
 * Below the ports that operating systems hand out to outgoing connections (Linux from 32768, others from 49152),
 * so that a proxy that is started again finds its own port free.
 */
const FIRST = 16_000;
const LAST = 20_900;
const SPREAD = 3_000;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * `count` free ports of loopback; the same ones for the same `key` when nobody has taken them meanwhile.
 * `avoid`: ports that are spoken for, though perhaps nobody listens there yet.
 */
export async function freePorts(count: number, key: string, avoid: readonly number[] = []): Promise<number[]> {
  const found: number[] = [];
  const start = FIRST + (seedOf(key) % SPREAD);
  for (let port = start; port <= LAST && found.length < count; port++) {
    if (!avoid.includes(port) && (await isFree(port))) found.push(port);
  }
  if (found.length < count) throw new Error(`fewer than ${count} ports are free between ${start} and ${LAST}`);
  return found;
}
