import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { z } from "zod";
import { CreatedJoinToken, JoinToken } from "@/lib/model/join-token";
import type { MeshAddresses } from "../topology/bootstrap-options";
import { GATEWAY, WORKLOADS } from "../topology/workloads";

const NAME = "sample mesh";
const RETRY_MS = 300;
/** A proxy that was admitted comes back without end; only its first coming must be within this. */
const EXPIRES_IN_MINUTES = 30;

interface Parts {
  /** the console, e.g. http://127.0.0.1:3000 */
  consoleUrl: string;
  /** an operator's token */
  token: string;
  log: Logger;
}

/**
 * A join token for every proxy of the sample, made through the console's API like anyone's; those of an earlier start are
 * taken back first. Waits until the console answers.
 */
export async function joinTokens({ consoleUrl, token, log }: Parts): Promise<MeshAddresses["identity"]> {
  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${consoleUrl}/api/v1/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
  let listed: Response | undefined;
  while (listed === undefined || listed.status >= 500) {
    if (listed) await wait(RETRY_MS);
    listed = await call("join-tokens").catch(() => new Response(null, { status: 503 }));
  }
  if (!listed.ok) {
    log.warn({ status: listed.status }, "the console gives no join tokens; the sample's proxies get no identity");
    return () => ({});
  }
  const before = z.array(JoinToken).parse(await listed.json());
  const made = new Map<string, CreatedJoinToken>();
  for (const { id } of before.filter(({ name }) => name === NAME))
    await call(`join-tokens/${id}`, { method: "DELETE" });
  for (const { namespace, workload } of [...WORKLOADS, GATEWAY]) {
    const body = JSON.stringify({ name: NAME, namespace, workload, expiresInMinutes: EXPIRES_IN_MINUTES });
    const answer = await call("join-tokens", { method: "POST", body });
    if (answer.ok) made.set(`${namespace}/${workload}`, CreatedJoinToken.parse(await answer.json()));
    else log.warn({ workload, status: answer.status }, "no join token for a proxy of the sample");
  }
  return (namespace, workload) => {
    const own = made.get(`${namespace}/${workload}`);
    return own ? { joinToken: own.token, ...(own.xdsCa ? { xdsCa: own.xdsCa } : {}) } : {};
  };
}
