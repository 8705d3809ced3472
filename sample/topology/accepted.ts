import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const STEP_MS = 50;
const MOST_MS = 20_000;

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}

/**
 * Waits until somebody accepts connections on a port of loopback, at most 20 s. A proxy that finds no control plane
 * asks again with back-off, which costs more than waiting here.
 */
export async function accepted(port: number): Promise<void> {
  const end = performance.now() + MOST_MS;
  while (!(await accepts(port)) && performance.now() < end) await wait(STEP_MS);
}
