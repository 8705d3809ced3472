/** A header field name: RFC 9110 token. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Why a text is no name of an ordinary header; null when it is one. Pseudo headers (":path") have fields of their own. */
export function headerNameFault(name: string): string | null {
  if (name === "") return "is empty";
  if (name.startsWith(":")) return "is a pseudo header; uri, method and authority have fields of their own";
  return TOKEN.test(name) ? null : "holds a character that no header name may hold";
}
