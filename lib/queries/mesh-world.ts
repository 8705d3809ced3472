import type { AppContext, MeshHandle } from "../identity/ctx";
import type { ConfigObject } from "../model/config-object";
import { type World, worldOf } from "../policy/world";

const READ_TTL_MS = 60_000;

export interface MeshWorld {
  config: ConfigObject[];
  world: World;
}

/**
 * What a control plane knows: registry, objects as stored, objects as read. Reading the texts is the dear part: done once for each
 * state of the stored objects.
 */
export async function meshWorld(ctx: Pick<AppContext, "shared">, mesh: MeshHandle): Promise<MeshWorld> {
  const [services, workloads, config] = await Promise.all([
    mesh.port.services(),
    mesh.port.workloads(),
    mesh.port.listConfig(),
  ]);
  const state = config.map(
    ({ key, resourceVersion }) => `${key.plural}/${key.namespace}/${key.name}@${resourceVersion}`,
  );
  const objects = await ctx.shared.get(
    `objects ${mesh.name} ${state.join(" ")}`,
    { ttlMs: READ_TTL_MS },
    async () => worldOf([], [], config).objects,
  );
  return { config, world: { services, workloads, objects } };
}
