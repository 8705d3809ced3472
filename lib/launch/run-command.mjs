import { spawn } from "node:child_process";
import { root } from "./root.mjs";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const FIRST_LINES = 12;
const LAST_LINES = 30;
const MOST_KEPT = 200_000;

/** The first lines, where npm says what is wrong, and the last ones, where a build does. */
function excerpt(lines) {
  if (lines.length <= FIRST_LINES + LAST_LINES) return lines.join("\n");
  return [...lines.slice(0, FIRST_LINES), "…", ...lines.slice(-LAST_LINES)].join("\n");
}

/** Raised when a command fails; its message ends with the command's own last words. */
export class CommandError extends Error {}

/**
 * Runs a command in the repository's folder, its output held back. Gives the output.
 * Throws CommandError with its first and last lines when it cannot be started or its exit code is not 0.
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
      const said = excerpt(output.trimEnd().split("\n"));
      reject(new CommandError(`${[command, ...args].join(" ")}: ${reason}${said ? `\n${said}` : ""}`));
    };
    child.once("error", (error) => fail(error.message));
    child.once("close", (code, signal) => {
      for (const name of SIGNALS) process.removeListener(name, onSignal);
      if (code === 0) resolve(output);
      else fail(signal ? `ended by ${signal}${signal === "SIGKILL" ? " (out of memory?)" : ""}` : `exit code ${code}`);
    });
  });
}
