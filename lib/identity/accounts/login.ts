import { HeddleError } from "../../model/heddle-error";

const LOGIN = /^[\p{L}\p{N}][\p{L}\p{N}._%+@-]*$/u;

/** What people type to sign in, a short name or an e-mail address, as it is kept. Throws `invalid_input`. */
export function checkLogin(login: string): string {
  const kept = login.trim().normalize("NFKC");
  if (LOGIN.test(kept)) return kept;
  const message = "A login takes letters, digits and . _ % + @ -, and begins with a letter or digit.";
  throw new HeddleError("invalid_input", {
    what: "This login is not taken.",
    why: message,
    next: "Use a short name or an e-mail address.",
    details: { issues: [{ path: "body.login", message }] },
  });
}

/** One form for what is the same login. */
export function loginKey(login: string): string {
  return login.trim().normalize("NFKC").toLowerCase();
}
