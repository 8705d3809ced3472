export type ParsedTags = { ok: true; tags: Record<string, string> } | { ok: false; message: string };

/** Reads `key=value key2="a value"`; every word must be one. Source: logfmt, as trace searches write tags. */
export function parseTags(text: string): ParsedTags {
  const tags: Record<string, string> = {};
  for (const match of text.matchAll(/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)+/gs)) {
    const word = match[0];
    const equals = word.indexOf("=");
    if (equals < 1) {
      return {
        ok: false,
        message: `“${word}”, at character ${match.index + 1}, is no key=value. Try http.status_code=503.`,
      };
    }
    const value = word.slice(equals + 1);
    tags[word.slice(0, equals)] = value.startsWith('"') ? unquote(value) : value;
  }
  return { ok: true, tags };
}

/** One tag as `parseTags` reads it. */
export function tagText(key: string, value: string): string {
  return `${key}=${/[\s"]/.test(value) || value === "" ? `"${value.replace(/["\\]/g, "\\$&")}"` : value}`;
}

/** What stands between the quotes; one that is still being typed needs no second quote. */
function unquote(text: string): string {
  return /^"((?:[^"\\]|\\.)*)/s.exec(text)?.[1]?.replace(/\\(.)/gs, "$1") ?? "";
}
