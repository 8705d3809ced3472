import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quote } from "./sql";
import { formatClause, refuseStatement } from "./sql-guard";

describe("refuseStatement", () => {
  it.each([
    "SELECT 1",
    "  select count() from spans where name = 'drop table; insert' -- ; DROP TABLE spans",
    "/* note */ WITH x AS (SELECT 1) SELECT * FROM x;",
    "(SELECT 1) UNION ALL (SELECT 2)",
    "SELECT 'file(''/etc/passwd'')' AS text",
    "SELECT number FROM numbers(10) FORMAT JSON",
    "DESCRIBE TABLE spans",
    "EXPLAIN SELECT 1",
    "SELECT attributes['http.url'] AS `a.b` FROM spans WHERE x IN ('a', 'b')",
    "SELECT Settings['log_comment'] FROM system.processes",
  ])("lets a read pass: %s", (statement) => {
    expect(refuseStatement(statement)).toBeNull();
  });

  it.each([
    "",
    "INSERT INTO spans VALUES (1)",
    "ALTER TABLE spans DELETE WHERE 1",
    "SELECT 1; SELECT 2",
    "SELECT * FROM FiLe ('x')",
    "SELECT * FROM /* */ url('x')",
    'SELECT * FROM "file"(1)',
    "SELECT * FROM s3('x')",
    "SELECT * FROM `/etc/passwd`",
    "SELECT * FROM '/etc/passwd'",
    "SELECT 'not closed",
    "SELECT $$a$$",
    "SELECT 1 settings max_threads = 9",
    "SELECT 1 INTO OUTFILE 'x'",
    "SELECT 1 # x\n; DROP TABLE spans",
  ])("refuses: %s", (statement) => {
    expect(refuseStatement(statement)).not.toBeNull();
  });

  it("sees no statement inside a quoted value, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (value) => {
        expect(refuseStatement(`SELECT ${quote(value)} AS a`)).toBeNull();
      }),
    );
  });
});

describe("formatClause", () => {
  it("finds the format at the end only", () => {
    expect(formatClause("SELECT 1 FORMAT JSONEachRow;")).toBe("JSONEachRow");
    expect(formatClause("SELECT format('x') AS format")).toBeNull();
    expect(formatClause("SELECT 'FORMAT CSV'")).toBeNull();
  });
});
