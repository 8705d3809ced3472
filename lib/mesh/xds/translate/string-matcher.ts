import type { StringMatch } from "../../../policy/schema/string-match";
import type { Json } from "./resource";

/** Envoy's StringMatcher; undefined when the match only asks whether there is a value. Regexes match the whole value. */
export function stringMatcher(match: StringMatch): Json | undefined {
  if (match.exact !== undefined) return { exact: match.exact };
  if (match.prefix !== undefined) return { prefix: match.prefix };
  if (match.regex !== undefined && match.regex !== "*") return { safe_regex: { regex: match.regex } };
  return undefined;
}

/** Envoy's HeaderMatcher for a header that must match, or must not. Source: policy.md 2.3 rule 4. */
export function headerMatcher(name: string, match: StringMatch, invert = false): Json {
  const matcher = stringMatcher(match);
  const base = matcher ? { name, string_match: matcher } : { name, present_match: true };
  if (!invert) return base;
  return { ...base, invert_match: true, ...(matcher ? { treat_missing_header_as_empty: true } : {}) };
}
