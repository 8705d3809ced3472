import type { Ctx, MeshHandle } from "../identity/ctx";
import type { ConfigKey } from "../model/config-object";
import type { Finding } from "../model/finding";
import { peerPolicies } from "../policy/mtls/peer-policies";
import { newlyStrict, type PreflightWorkload, strictPreflight } from "../policy/mtls/strict-preflight";
import type { ParsedObject } from "../policy/parse-object";
import { sameKey, type World } from "../policy/world";
import { plaintextFlows } from "../queries/plaintext-flows";

/** So far back plaintext callers count, unless the console is told otherwise (HEDDLE_MTLS_QUIET_HOURS). */
export const DEFAULT_QUIET_MS = 24 * 3_600_000;

/** What speaks against making workloads STRICT that are not so yet; [] for a change that makes none so. */
export async function strictPreflightFindings(
  ctx: Ctx,
  mesh: MeshHandle,
  world: World,
  written: readonly ParsedObject[],
  removed: readonly ConfigKey[],
): Promise<Finding[]> {
  const texts = written.flatMap(({ key, object }) => (key && object ? [{ key, object }] : []));
  const gone = [...texts.map(({ key }) => key), ...removed];
  if (!gone.some(({ plural }) => plural === "peerauthentications")) return [];
  const kept = world.objects.filter(({ key }) => !gone.some((one) => sameKey(one, key)));
  const windowSec = Math.round((ctx.mtlsQuietMs ?? DEFAULT_QUIET_MS) / 1000);
  const input = {
    before: peerPolicies(world),
    after: peerPolicies({ objects: [...kept, ...texts] }),
    workloads: await meshWorkloads(mesh, world),
    windowSec,
  };
  if (newlyStrict({ ...input, flows: [] }).length === 0) return [];
  return strictPreflight({ ...input, flows: await plaintextFlows(ctx, mesh, windowSec) });
}

/** Workloads behind proxies; one is certified when all of its proxies are. */
async function meshWorkloads(mesh: MeshHandle, world: World): Promise<PreflightWorkload[]> {
  const bare = new Set(
    (await mesh.port.proxies())
      .filter(({ identity }) => identity !== undefined && identity.state !== "issued")
      .map(({ namespace, workload }) => `${namespace}/${workload}`),
  );
  return world.workloads
    .filter(({ hasProxy, service }) => hasProxy && service !== "")
    .map(({ namespace, workload, labels }) => {
      return { namespace, workload, labels, certified: !bare.has(`${namespace}/${workload}`) };
    });
}
