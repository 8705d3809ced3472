import { z } from "zod";

export const Role = z.enum(["viewer", "operator", "approver", "admin"]);
export type Role = z.infer<typeof Role>;

/** Who acts. `namespaces` null: all. */
export const Actor = z.object({
  kind: z.enum(["user", "token", "system"]),
  id: z.string(),
  name: z.string(),
  roles: z.array(Role),
  namespaces: z.array(z.string()).nullable(),
});
export type Actor = z.infer<typeof Actor>;
