const NEWLINE = 0x0a;
const HASH = 0x23;
const BRACE = 0x7b;
const SPACE = 0x20;
const CLOSE = 0x7d;

/**
 * Walks over Prometheus' text exposition format 0.0.4 (no timestamps: Envoy writes none) and calls back for each sample whose name is
 * wanted with its head (name and labels as written) and value. Malformed lines are passed over; gives how many there were.
 */
export function parseExposition(
  text: Buffer,
  wants: (name: string) => boolean,
  visit: (head: string, value: number) => void,
): number {
  let malformed = 0;
  let at = 0;
  while (at < text.length) {
    let end = text.indexOf(NEWLINE, at);
    if (end < 0) end = text.length;
    if (end > at && text[at] !== HASH) {
      let nameEnd = at;
      while (nameEnd < end && text[nameEnd] !== BRACE && text[nameEnd] !== SPACE) nameEnd++;
      if (wants(text.toString("latin1", at, nameEnd)) && !readSample(text, at, end, visit)) malformed++;
    }
    at = end + 1;
  }
  return malformed;
}

/** The value stands behind the last brace (label values may hold braces), or behind the first space. */
function readSample(text: Buffer, start: number, end: number, visit: (head: string, value: number) => void): boolean {
  let split = text.lastIndexOf(CLOSE, end - 1) + 1;
  if (split <= start) split = text.indexOf(SPACE, start);
  if (split <= start || split >= end) return false;
  const value = parseValue(text.toString("latin1", split, end).trim());
  if (Number.isNaN(value)) return false;
  visit(text.toString("utf8", start, split), value);
  return true;
}

function parseValue(text: string): number {
  if (text === "") return Number.NaN;
  return text === "+Inf" ? Number.POSITIVE_INFINITY : Number(text);
}

/** Name and labels of a sample's head, `name{a="b",…}`; null when it is malformed. Escapes in values: \\ \" \n. */
export function parseHead(head: string): { name: string; labels: Map<string, string> } | null {
  const labels = new Map<string, string>();
  const brace = head.indexOf("{");
  if (brace < 0) return { name: head.trim(), labels };
  let at = brace + 1;
  for (;;) {
    while (head[at] === "," || head[at] === " ") at++;
    if (head[at] === "}") return { name: head.slice(0, brace), labels };
    const equals = head.indexOf('="', at);
    if (equals < 0) return null;
    let quote = head.indexOf('"', equals + 2);
    while (quote > 0 && isEscaped(head, quote)) quote = head.indexOf('"', quote + 1);
    if (quote < 0) return null;
    const raw = head.slice(equals + 2, quote);
    const value = raw.includes("\\") ? raw.replace(/\\(.)/g, (_, c: string) => (c === "n" ? "\n" : c)) : raw;
    labels.set(head.slice(at, equals).trim(), value);
    at = quote + 1;
  }
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text[quote - 1 - slashes] === "\\") slashes++;
  return slashes % 2 === 1;
}
