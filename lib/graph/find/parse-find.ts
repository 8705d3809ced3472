import { FIND_ALIASES, FIND_FIELDS, type Field } from "./find-fields";
import { FindSyntaxError, type Token, tokenizeFind } from "./tokenize-find";

export type NumberOp = ">" | "<" | ">=" | "<=" | "=" | "!=";
export type TextOp = "=" | "!=" | "~" | "!~" | "^=" | "!^=" | "$=" | "!$=";

/** A find or hide expression as a tree. */
export type FindExpr =
  | { type: "and" | "or"; parts: FindExpr[] }
  | { type: "not"; part: FindExpr }
  | { type: "number"; field: string; op: NumberOp; value: number }
  | { type: "text"; field: string; op: TextOp; value: string }
  | { type: "flag"; field: string };

export type FindParse = { ok: true; expr: FindExpr | null } | { ok: false; message: string; at: number };

const NUMBER_OPS = new Set([">", "<", ">=", "<=", "=", "!="]);
const SAME_OP: Record<string, string> = { "*=": "~", "!*=": "!~" };

/**
 * Parses a find or hide expression: terms such as `p95 > 1s`, `errors > 5%`, `ns = shop`, `idle`, joined by AND, OR, NOT and
 * parentheses. AND binds tighter than OR; two terms side by side are joined by AND; a bare word is a part of a name.
 * Empty text gives expr null. Never throws: a fault comes back as a sentence with its position.
 */
export function parseFind(text: string): FindParse {
  try {
    const tokens = tokenizeFind(text);
    if (tokens.length === 0) return { ok: true, expr: null };
    const reader = new Reader(tokens, text.length);
    const expr = parseOr(reader);
    const extra = reader.peek();
    if (extra) throw new FindSyntaxError(`"${extra.text}" is one too many, at character ${extra.at + 1}.`, extra.at);
    return { ok: true, expr };
  } catch (error) {
    if (error instanceof FindSyntaxError) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];
  private readonly length: number;
  constructor(tokens: readonly Token[], length: number) {
    this.tokens = tokens;
    this.length = length;
  }
  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }
  take(): Token | undefined {
    return this.tokens[this.at++];
  }
  /** The next token when it is this keyword, in any case. */
  keyword(word: string): boolean {
    const token = this.peek();
    if (token?.type !== "word" || token.quoted || token.text.toUpperCase() !== word) return false;
    this.at++;
    return true;
  }
  end(): number {
    return this.length;
  }
}

function parseOr(reader: Reader): FindExpr {
  const parts = [parseAnd(reader)];
  while (reader.keyword("OR")) parts.push(parseAnd(reader));
  return parts.length === 1 && parts[0] ? parts[0] : { type: "or", parts };
}

function parseAnd(reader: Reader): FindExpr {
  const parts = [parseNot(reader)];
  while (reader.keyword("AND") || startsTerm(reader)) parts.push(parseNot(reader));
  return parts.length === 1 && parts[0] ? parts[0] : { type: "and", parts };
}

function startsTerm(reader: Reader): boolean {
  const token = reader.peek();
  if (!token) return false;
  return token.type === "(" || (token.type === "word" && (token.quoted || token.text.toUpperCase() !== "OR"));
}

function parseNot(reader: Reader): FindExpr {
  if (reader.keyword("NOT")) return { type: "not", part: parseNot(reader) };
  const open = reader.peek();
  if (open?.type !== "(") return parseTerm(reader);
  reader.take();
  const inner = parseOr(reader);
  const close = reader.take();
  if (close?.type !== ")") {
    throw new FindSyntaxError(`The parenthesis at character ${open.at + 1} is never closed.`, close?.at ?? open.at);
  }
  return inner;
}

function parseTerm(reader: Reader): FindExpr {
  const token = reader.take();
  if (!token)
    throw new FindSyntaxError("The expression ends too early. Add a term such as failing, or p95 > 1s.", reader.end());
  if (token.type !== "word") {
    throw new FindSyntaxError(`A term is missing before "${token.text}", at character ${token.at + 1}.`, token.at);
  }
  const op = reader.peek();
  if (op?.type !== "op") return bareWord(token);
  reader.take();
  const name = fieldName(token.text);
  const field = FIND_FIELDS[name];
  if (!field)
    throw new FindSyntaxError(
      `"${token.text}" is no field, at character ${token.at + 1}.${nearest(token.text)}`,
      token.at,
    );
  const value = reader.peek();
  if (value?.type !== "word") {
    const after = op.at + op.text.length;
    throw new FindSyntaxError(
      `A value is missing after "${op.text}", at character ${after}. Try ${example(name, field, op.text)}.`,
      after,
    );
  }
  reader.take();
  return comparison({ name, field, op, value });
}

function fieldName(word: string): string {
  const lower = word.toLowerCase().replace(/^%/, "");
  return FIND_ALIASES[lower] ?? lower;
}

function bareWord(token: Extract<Token, { type: "word" }>): FindExpr {
  const name = fieldName(token.text);
  if (!token.quoted && FIND_FIELDS[name]?.type === "flag") return { type: "flag", field: name };
  return { type: "text", field: "name", op: "~", value: token.text };
}

interface Comparison {
  name: string;
  field: Field;
  op: Token;
  value: Extract<Token, { type: "word" }>;
}

function comparison({ name, field, op, value }: Comparison): FindExpr {
  if (field.type === "flag") {
    throw new FindSyntaxError(`"${name}" takes no value: write ${name}, or NOT ${name}.`, op.at);
  }
  if (field.type === "text") {
    const text = SAME_OP[op.text] ?? op.text;
    if (text.startsWith(">") || text.startsWith("<")) {
      throw new FindSyntaxError(`"${name}" is text: compare it with =, !=, ~ (contains), ^= or $=.`, op.at);
    }
    return { type: "text", field: name, op: text as TextOp, value: value.text };
  }
  if (!NUMBER_OPS.has(op.text))
    throw new FindSyntaxError(`"${name}" is a number: compare it with >, <, >=, <=, = or !=.`, op.at);
  const number = numberOf(value.text, field.unit);
  if (number === null) {
    throw new FindSyntaxError(
      `"${value.text}" is no value for ${name}, at character ${value.at + 1}. Try ${example(name, field, op.text)}.`,
      value.at,
    );
  }
  return { type: "number", field: name, op: op.text as NumberOp, value: number };
}

const UNITS: Record<string, Record<string, number>> = {
  ms: { "": 1, ms: 1, s: 1000, us: 0.001, m: 60_000, min: 60_000 },
  percent: { "": 1, "%": 1 },
  rate: { "": 1, "/s": 1, rps: 1, "/min": 1 / 60, "/m": 1 / 60 },
  bytes: { "": 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, "b/s": 1, "kb/s": 1e3, "mb/s": 1e6, "gb/s": 1e9 },
  count: { "": 1, k: 1e3, m: 1e6 },
};

function numberOf(text: string, unit: string): number | null {
  const match = /^(\d+(?:\.\d+)?|\.\d+)(\D*)$/.exec(text.toLowerCase());
  const factor = match ? UNITS[unit]?.[match[2] ?? ""] : undefined;
  return match && factor !== undefined ? Number(match[1]) * factor : null;
}

const EXAMPLES: Record<string, string> = { ms: "1s", percent: "5%", rate: "10/s", bytes: "1MB", count: "100" };

function example(name: string, field: Field, op: string): string {
  if (field.type === "number") return `${name} ${NUMBER_OPS.has(op) ? op : ">"} ${EXAMPLES[field.unit]}`;
  return field.type === "text" ? `${name} = shop` : name;
}

function nearest(word: string): string {
  const lower = word.toLowerCase();
  const close = Object.keys(FIND_FIELDS).filter((name) => name.startsWith(lower.slice(0, 2)) || name.includes(lower));
  return close.length > 0 ? ` Did you mean ${close.slice(0, 3).join(", ")}?` : "";
}
