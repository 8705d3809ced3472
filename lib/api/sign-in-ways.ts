import type { SignIn } from "../identity/sign-in";
import { HeddleError } from "../model/heddle-error";
import type { ConsoleContext } from "./console-context";

/** The means of local accounts; throws `not_found` where they are switched off. */
export function localAccounts({ signIn }: ConsoleContext): SignIn {
  if (signIn.localAccounts) return signIn;
  throw new HeddleError("not_found", {
    what: "There are no local accounts here.",
    why: "HEDDLE_LOCAL_ACCOUNTS is 0.",
    next: "Sign in with the identity provider.",
  });
}

/** The OpenID provider; throws `not_found` where none is set up. */
export function oidcOf({ signIn }: ConsoleContext): NonNullable<SignIn["oidc"]> {
  if (signIn.oidc) return signIn.oidc;
  throw new HeddleError("not_found", {
    what: "There is no identity provider here.",
    why: "HEDDLE_OIDC_ISSUER is not set.",
    next: "Sign in another way.",
  });
}
