import { z } from "zod";

/** One certification authority of a mesh. `incoming`: trusted, signs nothing yet; `retiring`: trusted until what it signed has run out. */
export const MeshAuthority = z.object({
  number: z.number().int(),
  state: z.enum(["incoming", "active", "retiring"]),
  rootFingerprint: z.string(),
  rootExpiresAt: z.iso.datetime(),
  signsUntil: z.iso.datetime(),
  /** given by files, not made here */
  given: z.boolean(),
});
export type MeshAuthority = z.infer<typeof MeshAuthority>;

export const MeshAuthorities = z.object({ trustDomain: z.string(), authorities: z.array(MeshAuthority) });
export type MeshAuthorities = z.infer<typeof MeshAuthorities>;
