import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { ConfigFile } from "./config-file";

export interface ApplyParts {
  /** the console, e.g. http://127.0.0.1:3000 */
  consoleUrl: string;
  token: string;
  log: Logger;
  signal: AbortSignal;
}

const TRY_AGAIN_MS = 500;
const REASON = encodeURIComponent("an object of the sample mesh");

/**
 * Creates the sample's objects through the HTTP API, each only if it has never existed: what a person changed
 * or deleted stays as they left it. Waits for a console that is not up yet.
 */
export async function applyConfig(files: readonly ConfigFile[], parts: ApplyParts): Promise<void> {
  for (const file of files) {
    while (!(await applyOne(file, parts))) await wait(TRY_AGAIN_MS, undefined, { signal: parts.signal });
  }
}

/** false: the console could not answer now, ask again. */
async function applyOne(file: ConfigFile, parts: ApplyParts): Promise<boolean> {
  const { group, version, plural, namespace, name } = file.key;
  const object = `${plural}/${namespace}/${name}`;
  const path = `/api/v1/config/${[group, version, plural, namespace, name].join("/")}`;
  try {
    if (await existedEver(path, parts)) return true;
    await call(parts, `${path}?reason=${REASON}`, {
      method: "PUT",
      headers: { "content-type": "application/yaml", "if-none-match": "*" },
      body: file.yaml,
    });
    parts.log.info({ object }, "created an object of the sample");
    return true;
  } catch (error) {
    parts.signal.throwIfAborted();
    if (!(error instanceof Refused)) return false;
    // 409 and 412: somebody made it in between, and theirs stands.
    if (error.status !== 409 && error.status !== 412)
      parts.log.error({ object, status: error.status, answer: error.message }, "an object of the sample was refused");
    return true;
  }
}

async function existedEver(path: string, parts: ApplyParts): Promise<boolean> {
  for (const [place, holds] of [
    [path, () => true],
    [`${path}/history`, hasEntries],
  ] as const) {
    try {
      if (holds(JSON.parse(await call(parts, place, { method: "GET", headers: { accept: "application/json" } }))))
        return true;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
  }
  return false;
}

/** The console answered, and its answer will not change by asking again. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number, answer: string) {
    super(answer);
    this.status = status;
  }
}

/** The history is a list, or an object with one list in it. */
function hasEntries(body: unknown): boolean {
  if (Array.isArray(body)) return body.length > 0;
  if (typeof body !== "object" || body === null) return false;
  return Object.values(body).some((value) => Array.isArray(value) && value.length > 0);
}

/** The body of a successful answer. Throws Refused for 4xx, another error for what may pass. */
async function call(parts: ApplyParts, path: string, init: RequestInit): Promise<string> {
  const answer = await fetch(`${parts.consoleUrl}${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${parts.token}` },
    signal: AbortSignal.any([parts.signal, AbortSignal.timeout(10_000)]),
  });
  const text = await answer.text();
  if (answer.ok) return text;
  if (answer.status < 500 && answer.status !== 429) throw new Refused(answer.status, text);
  throw new Error(`${path}: ${answer.status}`);
}
