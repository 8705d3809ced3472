import { z } from "zod";

/** viewer < operator, approver < admin. */
export const Role = z.enum(["viewer", "operator", "approver", "admin"]);
export type Role = z.infer<typeof Role>;

/** A role and where it holds. `namespaces` null: everywhere, also for what concerns the whole console. */
export const Grant = z.object({
  role: Role,
  namespaces: z.array(z.string().trim().min(1).max(253)).min(1).max(200).nullable(),
});
export type Grant = z.infer<typeof Grant>;

/**
 * Who acts. `id` is the person (tokens of a person carry the person's): distinct people are counted by it. `namespaces` null: all.
 * `grants` decide where they are given; roles and namespaces then sum them up. lib/model/grants.ts reads both.
 * `ownerless`: a token that acts for nobody; it is no person where people are counted.
 */
export const Actor = z.object({
  kind: z.enum(["user", "token", "system"]),
  id: z.string(),
  name: z.string(),
  roles: z.array(Role),
  namespaces: z.array(z.string()).nullable(),
  grants: z.array(Grant).optional(),
  ownerless: z.boolean().optional(),
});
export type Actor = z.infer<typeof Actor>;
