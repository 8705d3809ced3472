import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import { HeddleError } from "../model/heddle-error";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** The resources one proxy was last sent, by type. Throws `not_found`. */
export function proxyConfig({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; proxyId: string };
}): Promise<Record<string, unknown>> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "proxy-config", { "heddle.mesh": mesh.name }, async () => {
    const proxy = (await mesh.port.proxies()).find(({ id }) => id === input.proxyId);
    if (proxy) authorize(ctx, "viewer", proxy.namespace);
    const config = proxy ? await mesh.port.proxyConfig(proxy.id) : null;
    if (config) return config;
    if (proxy) {
      throw new HeddleError("unavailable", {
        what: `The configuration of ${input.proxyId} cannot be shown here.`,
        why: "The proxy is, or was last, connected to another console of this mesh, and only that one holds what it was sent.",
        next: "Open the same page at the other console.",
      });
    }
    throw new HeddleError("not_found", {
      what: `There is no proxy ${input.proxyId}.`,
      why: "None with this id has connected since the console started.",
      next: "Look at the list of proxies.",
    });
  });
}
