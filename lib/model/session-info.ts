import { z } from "zod";
import { Actor } from "./actor";
import { Environment } from "./environment";

/** The answer of GET /api/v1/session. `csrfToken` goes into the header x-heddle-csrf of every cookie-signed mutation. */
export const SessionInfo = z.object({
  actor: Actor,
  csrfToken: z.string(),
  /** the default mesh */
  mesh: z.string(),
  meshes: z.array(z.string()),
  publicUrl: z.string(),
  /** how the session was begun; absent for bearer tokens */
  via: z.enum(["link", "password", "oidc", "proxy"]).optional(),
  /** mesh -> its environment, where one is set: draws the line on top of every page */
  environments: z.record(z.string(), Environment).optional(),
});
export type SessionInfo = z.infer<typeof SessionInfo>;
