const META = /[.*+?^${}()|[\]\\]/g;
const HEADS = ["^(.*?;)?\\s*(", "^(.*?;)?(", "^(.*?; ?)?("];
const TAIL = ")(;.*)?$";

/** The whole-value expression for "the Cookie header holds name=value"; RE2. The form is Istio's own example with spaces allowed. */
export function cookieRegex(name: string, value: string): string {
  return `${HEADS[0]}${escaped(name)}=${escaped(value)}${TAIL}`;
}

/** Reads such an expression back; null when it is any other. */
export function readCookieRegex(regex: string): { name: string; value: string } | null {
  const head = HEADS.find((one) => regex.startsWith(one));
  if (!head || !regex.endsWith(TAIL) || regex.length < head.length + TAIL.length) return null;
  const plain = unescaped(regex.slice(head.length, -TAIL.length));
  const split = plain?.indexOf("=") ?? -1;
  if (!plain || split < 1) return null;
  return { name: plain.slice(0, split), value: plain.slice(split + 1) };
}

const escaped = (text: string): string => text.replace(META, "\\$&");

/** Takes escapes off; null when something in it is more than a literal. */
function unescaped(pattern: string): string | null {
  const literal = pattern.replace(/\\([.*+?^${}()|[\]\\])/g, "");
  if (/[.*+?^${}()|[\]\\]/.test(literal)) return null;
  return pattern.replace(/\\([.*+?^${}()|[\]\\])/g, "$1");
}
