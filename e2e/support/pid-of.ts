import { execFileSync } from "node:child_process";
import { stack } from "./stack";

/** Process id of one of the processes `npm start` keeps running, by the file it runs, e.g. "collector.js"; null while there is none. */
export function pidOf(file: string): number | null {
  const list = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" });
  for (const line of list.split("\n")) {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    if (Number(parent) === stack.pid && args.at(-1)?.endsWith(file)) return Number(pid);
  }
  return null;
}
