import type { StoreTx } from "../../store/app-store";
import type { Ctx } from "../ctx";
import { hashSecret, newSecret } from "../secret-token";

const INVITATION_MS = 72 * 3600_000;

/** The secret of a fresh invitation; the transport builds the address. */
export interface Invitation {
  token: string;
  expiresAtMs: number;
}

/** Makes the invitation of a person and ends those they had. */
export async function invite(tx: StoreTx, ctx: Ctx, personId: string): Promise<Invitation> {
  const token = newSecret("hdl_inv_");
  const expiresAtMs = ctx.now() + INVITATION_MS;
  await tx.invitations.create({ tokenHash: hashSecret(token), personId, expiresAtMs });
  return { token, expiresAtMs };
}
