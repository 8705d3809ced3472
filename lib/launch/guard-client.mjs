import { spawn } from "node:child_process";
import { inRoot } from "./root.mjs";

/** Starts the guard (guard.mjs), which ends the processes it is told of when we are gone, even by kill -9. */
export function startGuard() {
  const guard = spawn(process.execPath, [inRoot("lib", "launch", "guard.mjs")], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
    windowsHide: true,
  });
  guard.unref();
  guard.on("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  return {
    add: (pid) => guard.stdin.write(`+${pid}\n`),
    remove: (pid) => guard.stdin.write(`-${pid}\n`),
    close: () => guard.stdin.end(),
  };
}
