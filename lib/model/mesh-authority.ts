import { z } from "zod";

/** One certification authority of a mesh. `incoming`: trusted, signs nothing yet; `retiring`: trusted until what it signed has run out. */
export const MeshAuthority = z.object({
  number: z.number().int(),
  state: z.enum(["incoming", "active", "retiring"]),
  rootFingerprint: z.string(),
  /** of the certificate that signs below the root; null: the root signs by itself */
  intermediateFingerprint: z.string().nullable(),
  rootExpiresAt: z.iso.datetime(),
  signsUntil: z.iso.datetime(),
  /** given by files, not made here */
  given: z.boolean(),
});
export type MeshAuthority = z.infer<typeof MeshAuthority>;

/** Certificates withdrawn before their end. `refused`: all proxies are told to refuse them; `reason`: why they are not. */
export const WithdrawnCertificates = z.object({
  certificates: z.number().int(),
  refused: z.boolean(),
  reason: z.string().optional(),
});

/** `trustBundle`: every root that is trusted now, PEM. */
export const MeshAuthorities = z.object({
  trustDomain: z.string(),
  authorities: z.array(MeshAuthority),
  trustBundle: z.string(),
  withdrawn: WithdrawnCertificates,
});
export type MeshAuthorities = z.infer<typeof MeshAuthorities>;
