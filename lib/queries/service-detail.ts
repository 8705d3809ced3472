import { authorize, coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import type { ConfigKey } from "../model/config-object";
import { HeddleError } from "../model/heddle-error";
import type { ServiceDetail } from "../model/service-detail";
import { sameKey, workloadsOf } from "../policy/world";
import { meshOf } from "./mesh-of";
import { meshWorld } from "./mesh-world";
import { objectsOfHost } from "./objects-of-host";
import { runQuery } from "./run-query";

const CHANGES = 20;

/** One service with the objects about it and their latest changes, as far as the actor may see them. Throws `not_found`. */
export function serviceDetail({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; namespace: string; name: string };
}): Promise<ServiceDetail> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "service-detail", { "heddle.mesh": mesh.name }, async () => {
    authorize(ctx, "viewer", input.namespace);
    const { world, config } = await meshWorld(ctx, mesh);
    const service = world.services.find((one) => one.namespace === input.namespace && one.name === input.name);
    if (!service) throw noService(input);
    const seen = ({ key }: { key: ConfigKey }) => coversNamespace(ctx.actor, key.namespace);
    const about = objectsOfHost(world, service.host).filter(seen);
    const objects = about.flatMap(({ key }) => config.find((stored) => sameKey(stored.key, key)) ?? []);
    const lists = await Promise.all(
      objects.map(({ key }) => ctx.store.changes.list({ mesh: mesh.name, limit: CHANGES, target: key })),
    );
    return {
      service,
      workloads: workloadsOf(world, service),
      config: objects,
      changes: newest(lists.flat().filter((one) => one.items.every(seen))),
    };
  });
}

function newest(changes: Change[]): Change[] {
  const byId = new Map(changes.map((change) => [change.id, change]));
  return [...byId.values()].sort((a, b) => b.number - a.number).slice(0, CHANGES);
}

function noService({ namespace, name }: { namespace: string; name: string }): HeddleError {
  return new HeddleError("not_found", {
    what: `There is no service ${name} in namespace ${namespace}.`,
    why: "No proxy and no ServiceEntry has registered it.",
    next: "Look at the list of services; it joins with the first proxy that is started for it.",
  });
}
