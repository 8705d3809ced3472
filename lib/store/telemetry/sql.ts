export type SqlValue = string | number | bigint | boolean | readonly (string | number | bigint)[];

/** A piece of SQL that is put into another as it stands. Made only by `sql`. */
export class Sql {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * ClickHouse SQL with its values quoted in place: sql`SELECT x FROM t WHERE name = ${name} AND id IN ${ids}`.
 * Bound parameters are not used, since chDB runs parameterised queries one at a time and a URL cannot carry thousands of ids.
 * A list becomes (a, b); an empty list becomes (NULL), which nothing equals.
 */
export function sql(parts: TemplateStringsArray, ...values: (SqlValue | Sql)[]): Sql {
  let text = parts[0] ?? "";
  values.forEach((value, i) => {
    text += value instanceof Sql ? value.text : literal(value);
    text += parts[i + 1] ?? "";
  });
  return new Sql(text);
}

/** Joins pieces with `separator`, e.g. joinSql(conditions, " AND "). */
export function joinSql(pieces: readonly Sql[], separator: string): Sql {
  return new Sql(pieces.map((piece) => piece.text).join(separator));
}

function literal(value: SqlValue): string {
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError("Only finite numbers can be written into SQL.");
    return String(value);
  }
  return value.length === 0 ? "(NULL)" : `(${value.map(literal).join(", ")})`;
}

/** A ClickHouse string literal. Source: ClickHouse SQL reference, "String literals" (backslash escapes). */
export function quote(value: string): string {
  return `'${value.replace(/[\\']/g, "\\$&").replaceAll("\0", "\\0")}'`;
}
