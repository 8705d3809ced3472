// Ends the processes it was told of once its parent is gone, however that came about (kill -9 included).
// Reads lines on standard input: "+PID" watch, "-PID" it has ended by itself. End of input: the parent is gone.
import { createInterface } from "node:readline";

const GRACE_MS = 5000;
const STEP_MS = 100;
const pids = new Set();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);

function signal(pid, name) {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

createInterface({ input: process.stdin })
  .on("line", (line) => {
    const pid = Number(line.slice(1));
    if (!Number.isInteger(pid) || pid <= 1) return;
    if (line.startsWith("+")) pids.add(pid);
    if (line.startsWith("-")) pids.delete(pid);
  })
  .on("close", () => {
    for (const pid of pids) signal(pid, "SIGTERM");
    const end = Date.now() + GRACE_MS;
    const timer = setInterval(() => {
      for (const pid of pids) if (!signal(pid, 0)) pids.delete(pid);
      if (Date.now() > end) for (const pid of pids) signal(pid, "SIGKILL");
      if (pids.size === 0 || Date.now() > end) clearInterval(timer);
    }, STEP_MS);
  });
