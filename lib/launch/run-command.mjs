import { spawn } from "node:child_process";
import { root } from "./root.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const LINES_SHOWN = 40;
const MOST_KEPT = 200_000;

/** Raised when a command fails; its message ends with the command's own last words. */
export class CommandError extends Error {}

/**
 * Runs a command in the repository's folder, its output held back. Gives the output.
 * Throws CommandError with the last lines when it cannot be started or its exit code is not 0.
 */
export function runCommand(command, args, { env = {}, shell = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      shell,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const onSignal = () => {
      child.kill("SIGTERM");
      process.exit(1);
    };
    for (const name of SIGNALS) process.once(name, onSignal);
    let output = "";
    const keep = (piece) => {
      output = (output + piece).slice(-MOST_KEPT);
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    const fail = (reason) => {
      const tail = output.trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
      reject(new CommandError(`${[command, ...args].join(" ")}: ${reason}${tail ? `\n${tail}` : ""}`));
    };
    child.once("error", (error) => fail(error.message));
    child.once("close", (code, signal) => {
      for (const name of SIGNALS) process.removeListener(name, onSignal);
      if (code === 0) resolve(output);
      else fail(signal ? `ended by ${signal}${signal === "SIGKILL" ? " (out of memory?)" : ""}` : `exit code ${code}`);
    });
  });
}
