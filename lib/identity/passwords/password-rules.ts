import { z } from "zod";
import { HeddleError } from "../../model/heddle-error";

export const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 256;

/** A password as it is sent. How strong a new one has to be is checkNewPassword's to say. */
export const PasswordText = z.string().min(1).max(1024);

const COMMON = [
  "password",
  "passwort",
  "heddle",
  "letmein",
  "welcome",
  "administrator",
  "qwerty",
  "changeme",
  "iloveyou",
];
const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "01234567890123456789",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];

/**
 * Refuses a new password that is easily guessed: length counts, not kinds of characters (NIST SP 800-63B, 3.1.1.2; OWASP Authentication
 * Cheat Sheet). Throws `invalid_input` with the reason.
 */
export function checkNewPassword(password: string, about: { login: string; name: string }): void {
  const problem = passwordProblem(password, about);
  if (problem === null) return;
  throw new HeddleError("invalid_input", {
    what: "This password is not taken.",
    why: problem,
    next: `Use ${SHORTEST_PASSWORD} characters or more: four words that do not belong together, or what a password manager makes.`,
    details: { issues: [{ path: "body.password", message: problem }] },
  });
}

/** What is wrong with a new password; null: nothing. */
export function passwordProblem(password: string, { login, name }: { login: string; name: string }): string | null {
  const characters = [...password];
  if (characters.length < SHORTEST_PASSWORD) return `It has fewer than ${SHORTEST_PASSWORD} characters.`;
  if (characters.length > LONGEST_PASSWORD) return `It has more than ${LONGEST_PASSWORD} characters.`;
  const plain = password.toLowerCase();
  const own = [login, login.split("@")[0] ?? "", ...name.split(/\s+/)].map((word) => word.toLowerCase());
  const rest = [...COMMON, ...own, ...ROWS.flatMap(runs)]
    .filter((word) => word.length >= 4)
    .reduce((left, word) => left.replaceAll(word, "\u0000"), plain);
  // What is easily guessed counts as one character, however long.
  if (new Set(rest).size < 5 || rest.length < SHORTEST_PASSWORD - 4) {
    return "It is made of names, common words, rows of keys or repeated characters, which are guessed first.";
  }
  return null;
}

/** Four neighbours and more on a keyboard or in the alphabet, both ways. */
function runs(row: string): string[] {
  const reversed = [...row].reverse().join("");
  return [row, reversed].flatMap((text) => Array.from({ length: text.length - 3 }, (_, i) => text.slice(i, i + 4)));
}
