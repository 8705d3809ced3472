import { z } from "zod";
import { Role } from "./actor";

/** An API token as it is listed: never the secret. */
export const ApiToken = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(Role),
  namespaces: z.array(z.string()).nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** Body of POST /api/v1/tokens. `namespaces` null: all. */
export const NewApiToken = z.object({
  name: z.string().trim().min(1).max(80),
  roles: z.array(Role).min(1),
  namespaces: z.array(z.string()).nullable().default(null),
  expiresInDays: z.number().int().positive().max(3650).nullable().default(null),
});
export type NewApiToken = z.infer<typeof NewApiToken>;

/** The answer to a created token: the only time its secret is shown. */
export const CreatedApiToken = ApiToken.extend({ token: z.string() });
export type CreatedApiToken = z.infer<typeof CreatedApiToken>;
