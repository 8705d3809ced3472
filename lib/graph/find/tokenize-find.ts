export type Token =
  | { type: "word"; text: string; at: number; quoted: boolean }
  | { type: "op"; text: string; at: number }
  | { type: "(" | ")"; text: string; at: number };

/** Where and why a find expression does not parse; `at` is a 0-based character. */
export class FindSyntaxError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.name = "FindSyntaxError";
    this.at = at;
  }
}

const OPERATOR = /^(?:!\*=|!\^=|!\$=|!~|!=|>=|<=|\*=|\^=|\$=|~|=|>|<)/;
const WORD = /^[^\s()=<>~"'!*^$]+/;

/** Splits a find expression. Throws FindSyntaxError at what no token starts with. */
export function tokenizeFind(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const char = text.charAt(at);
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    const token = nextToken(rest, char, at);
    tokens.push(token.token);
    at += token.length;
  }
  return tokens;
}

function nextToken(rest: string, char: string, at: number): { token: Token; length: number } {
  if (char === "(" || char === ")") return { token: { type: char, text: char, at }, length: 1 };
  if (char === '"' || char === "'") return quotedWord(rest, char, at);
  const op = OPERATOR.exec(rest)?.[0];
  if (op) return { token: { type: "op", text: op, at }, length: op.length };
  if (char === "!") return { token: { type: "word", text: "NOT", at, quoted: false }, length: 1 };
  const word = WORD.exec(rest)?.[0];
  if (word) return { token: { type: "word", text: word, at, quoted: false }, length: word.length };
  throw new FindSyntaxError(`"${char}" means nothing here, at character ${at + 1}.`, at);
}

function quotedWord(rest: string, quote: string, at: number): { token: Token; length: number } {
  const end = rest.indexOf(quote, 1);
  if (end === -1) throw new FindSyntaxError(`The quote at character ${at + 1} is never closed.`, at);
  return { token: { type: "word", text: rest.slice(1, end), at, quoted: true }, length: end + 1 };
}
