import { RE2JS } from "re2js";

/** Istio refuses longer ones: ValidateStringMatchRegexp. */
const MAX_REGEX_BYTES = 1024;

/** Why Envoy's RE2 would not take an expression; null when it would. Lookaheads and backreferences do not exist there. */
export function regexFault(regex: string): string | null {
  const bytes = new TextEncoder().encode(regex).length;
  if (bytes > MAX_REGEX_BYTES) return `has ${bytes} bytes; at most ${MAX_REGEX_BYTES} are taken`;
  try {
    RE2JS.compile(regex);
    return null;
  } catch (cause) {
    return `is not RE2: ${cause instanceof Error ? cause.message.replace(/^error parsing regexp: /, "") : String(cause)}`;
  }
}
