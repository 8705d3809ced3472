import type { Ctx, MeshHandle } from "../identity/ctx";
import type { ConfigKey } from "../model/config-object";
import type { Finding } from "../model/finding";
import { peerPolicies } from "../policy/mtls/peer-policies";
import { canBeStrict, type PreflightWorkload, strictPreflight } from "../policy/mtls/strict-preflight";
import type { ParsedObject } from "../policy/parse-object";
import { sameKey, type World } from "../policy/world";
import { plaintextRecord } from "../queries/plaintext-record";

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
  const after = peerPolicies({ objects: [...kept, ...texts] });
  if (!canBeStrict(after)) return [];
  const windowSec = Math.round((ctx.mtlsQuietMs ?? DEFAULT_QUIET_MS) / 1000);
  const record = await plaintextRecord(ctx, mesh, windowSec);
  const workloads = await meshWorkloads(mesh, world, record.unread);
  return strictPreflight({ before: peerPolicies(world), after, workloads, record });
}

/** Workloads behind proxies; one is certified when all of its proxies are, and read when all of them are. */
async function meshWorkloads(
  mesh: MeshHandle,
  world: World,
  unread: ReadonlyMap<string, string>,
): Promise<PreflightWorkload[]> {
  const proxies = await mesh.port.proxies();
  return world.workloads
    .filter(({ hasProxy, service }) => hasProxy && service !== "")
    .map(({ namespace, workload, labels, service }) => {
      const own = proxies.filter((proxy) => proxy.namespace === namespace && proxy.workload === workload);
      const certified = own.every(({ identity }) => identity === undefined || identity.state === "issued");
      const silent = own.flatMap(({ id, adminAddress }) =>
        adminAddress === undefined ? "It offers no admin port to read its counters from." : (unread.get(id) ?? []),
      );
      return { namespace, workload, labels, service, certified, unread: silent[0] ?? null };
    });
}
