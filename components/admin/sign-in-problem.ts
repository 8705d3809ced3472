const PROBLEMS: Record<string, { what: string; why: string; next: string }> = {
  unauthenticated: {
    what: "The identity provider did not sign you in.",
    why: "Its answer was not to this browser's question, came too late, or was a no.",
    next: "Begin again below.",
  },
  forbidden: {
    what: "You may not use this console yet.",
    why: "Your account has no role here, or was disabled.",
    next: "Ask an administrator, then sign in again.",
  },
  unavailable: {
    what: "The identity provider does not answer.",
    why: "Heddle could not reach it.",
    next: "Try again in a moment, or sign in another way.",
  },
  rate_limited: {
    what: "Too many sign-ins failed.",
    why: "Heddle waits before it looks at another one.",
    next: "Try again in a few minutes.",
  },
  not_found: {
    what: "There is no identity provider here.",
    why: "None is set up.",
    next: "Sign in another way.",
  },
};

const OTHER = { what: "You are not signed in.", why: "Something in Heddle broke.", next: "Try again." };

/** What a sign-in that went by the identity provider ended in, by the kind in the address: never words from there. null: nothing went wrong. */
export function signInProblem(kind: string | undefined): { what: string; why: string; next: string } | null {
  if (kind === undefined) return null;
  return Object.hasOwn(PROBLEMS, kind) ? (PROBLEMS[kind] ?? OTHER) : OTHER;
}
