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

/**
 * Creates the sample's objects through the HTTP API, each only if it has never existed: what a person changed
 * or deleted stays as they left it. Waits for a console that is not up yet.
 */
export async function applyConfig(files: readonly ConfigFile[], parts: ApplyParts): Promise<void> {
  for (const file of files) {
    let applied = false;
    while (!applied) {
      applied = await applyOne(file, parts);
      if (!applied) await wait(TRY_AGAIN_MS, undefined, { signal: parts.signal });
    }
  }
}

/** false: the console could not answer now, ask again. */
async function applyOne(file: ConfigFile, parts: ApplyParts): Promise<boolean> {
  const { group, version, plural, namespace, name } = file.key;
  const path = `/api/v1/config/${[group, version, plural, namespace, name].join("/")}`;
  try {
    if (await existedEver(path, parts)) return true;
    const answer = await call(parts, path, {
      method: "PUT",
      headers: { "content-type": "application/yaml", "if-none-match": "*" },
      body: file.yaml,
    });
    if (answer.status >= 500) return false;
    // 409 and 412: somebody made it in between, and theirs stands.
    if (answer.ok) parts.log.info({ object: `${plural}/${namespace}/${name}` }, "created an object of the sample");
    else if (answer.status !== 409 && answer.status !== 412)
      parts.log.error(
        { object: `${plural}/${namespace}/${name}`, status: answer.status, answer: answer.text },
        "an object of the sample was refused",
      );
    return true;
  } catch (error) {
    parts.signal.throwIfAborted();
    parts.log.debug({ error: String(error) }, "the console does not answer yet");
    return false;
  }
}

async function existedEver(path: string, parts: ApplyParts): Promise<boolean> {
  const current = await call(parts, path, { method: "GET" });
  if (current.ok) return true;
  if (current.status !== 404) throw new Error(`GET ${path}: ${current.status}`);
  const history = await call(parts, `${path}/history`, { method: "GET", headers: { accept: "application/json" } });
  if (history.status === 404) return false;
  if (!history.ok) throw new Error(`GET ${path}/history: ${history.status}`);
  return hasEntries(JSON.parse(history.text));
}

/** The history is a list, or an object with one list in it. */
function hasEntries(body: unknown): boolean {
  if (Array.isArray(body)) return body.length > 0;
  if (typeof body !== "object" || body === null) return false;
  return Object.values(body).some((value) => Array.isArray(value) && value.length > 0);
}

async function call(
  parts: ApplyParts,
  path: string,
  init: RequestInit,
): Promise<{ ok: boolean; status: number; text: string }> {
  const answer = await fetch(`${parts.consoleUrl}${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${parts.token}` },
    signal: AbortSignal.any([parts.signal, AbortSignal.timeout(10_000)]),
  });
  return { ok: answer.ok, status: answer.status, text: await answer.text() };
}
