import type { Invitation } from "../identity/accounts/invite";
import type { InvitationLink } from "../model/person";
import type { ConsoleContext } from "./console-context";

/** The address of an invitation. The secret stands behind #, which browsers send to nobody. */
export function invitationLink({ settings }: ConsoleContext, { token, expiresAtMs }: Invitation): InvitationLink {
  return { url: `${settings.publicUrl}/invitation#token=${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
}
