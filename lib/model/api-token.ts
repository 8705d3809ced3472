import { z } from "zod";
import { Grant, Role } from "./actor";

/** An API token as it is listed: never the secret. */
export const ApiToken = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(Role),
  namespaces: z.array(z.string()).nullable(),
  /** roles by namespace; roles and namespaces sum them up */
  grants: z.array(Grant),
  readOnly: z.boolean(),
  /** the person it acts for, never beyond their rights; null: nobody's */
  owner: z.string().nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** Body of POST /api/v1/tokens. Its scope is `grants`, or every one of `roles` in every one of `namespaces` (null: all). */
export const NewApiToken = z
  .object({
    name: z.string().trim().min(1).max(80),
    roles: z.array(Role).default([]),
    namespaces: z.array(z.string()).nullable().default(null),
    grants: z.array(Grant).max(100).optional(),
    /** sees what its scope covers, changes nothing */
    readOnly: z.boolean().default(false),
    expiresInDays: z.number().int().positive().max(3650).nullable().default(null),
  })
  .refine(({ roles, grants }) => (grants ?? roles).length > 0, {
    path: ["roles"],
    message: "give it at least one role",
  });
export type NewApiToken = z.input<typeof NewApiToken>;

/** The answer to a created token: the only time its secret is shown. */
export const CreatedApiToken = ApiToken.extend({ token: z.string() });
export type CreatedApiToken = z.infer<typeof CreatedApiToken>;
