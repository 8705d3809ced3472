import { connect } from "node:net";

const STEP_MS = 100;

/** Asks `holds` again and again until it says true; false when `deadlineMs` have passed or `signal` ends the wait. */
export async function waitUntil(holds, { deadlineMs = 60_000, signal } = {}) {
  const end = performance.now() + deadlineMs;
  while (!signal?.aborted && performance.now() < end) {
    if (await holds()) return true;
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  return false;
}

/** Whether a GET of `url` is answered with success. */
export async function answers(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Whether somebody accepts connections on a port of loopback. */
export function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const settle = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.setTimeout(1000, () => settle(false));
  });
}
