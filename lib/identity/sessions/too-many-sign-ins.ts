import { HeddleError } from "../../model/heddle-error";

/** The answer to who tries too often; says nothing about whether the account exists. */
export function tooManySignIns(seconds: number): HeddleError {
  return new HeddleError("rate_limited", {
    what: "Too many sign-ins failed.",
    why: "Heddle waits before it looks at another one.",
    next: `Try again in ${seconds} s, or sign in another way.`,
    details: { retryAfterSec: seconds },
  });
}
