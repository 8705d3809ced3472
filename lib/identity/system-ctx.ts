import type { Actor } from "../model/actor";
import type { AppContext, Ctx } from "./ctx";

/** Heddle itself, acting for nobody: the launcher's calls and what all viewers share. */
export function systemCtx(app: AppContext, name: string, remoteAddress = ""): Ctx {
  const actor: Actor = { kind: "system", id: name, name, roles: ["admin"], namespaces: null };
  return { ...app, actor, remoteAddress, requestId: "" };
}
