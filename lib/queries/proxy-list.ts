import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { ProxyStatus } from "../model/proxy";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** Every proxy the actor may see, with what it was sent and what it acknowledged. */
export function proxyList({ ctx, input }: { ctx: Ctx; input: { mesh?: string | undefined } }): Promise<ProxyStatus[]> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "proxy-list", { "heddle.mesh": mesh.name }, async () =>
    (await mesh.port.proxies())
      .filter((proxy) => coversNamespace(ctx.actor, proxy.namespace))
      .sort((a, b) => a.namespace.localeCompare(b.namespace) || a.id.localeCompare(b.id)),
  );
}
