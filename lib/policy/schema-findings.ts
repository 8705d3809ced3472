import type { z } from "zod";
import type { Finding } from "../model/finding";
import { issueWords } from "../model/issue-words";
import type { LineIndex } from "./line-index";
import { formatPath, type Path } from "./path";

/**
 * Checks a value against the schema of its kind. Wrong types and missing fields are errors; unknown fields are warnings,
 * one each, since they are kept and the control plane ignores them.
 */
export function schemaFindings(schema: z.ZodType, value: unknown, object: string, lines: LineIndex): Finding[] {
  const result = schema.safeParse(value, { error: issueWords });
  if (result.success) return [];
  return result.error.issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((step): step is string | number => typeof step !== "symbol");
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownField([...path, key], object, lines));
    return [
      {
        code: "HED-OBJ-010",
        severity: "error",
        object,
        path: formatPath(path),
        line: lines.lineOf(path),
        message: `${formatPath(path)}: ${sentence(issue.message)}`,
      },
    ];
  });
}

function unknownField(path: Path, object: string, lines: LineIndex): Finding {
  return {
    code: "HED-OBJ-011",
    severity: "warning",
    object,
    path: formatPath(path),
    line: lines.lineOf(path),
    message: `${formatPath(path)} is not a field of this kind. It is kept as written and has no effect.`,
    fix: "Check the spelling, or take it out.",
  };
}

const sentence = (text: string) => (text.endsWith(".") ? text : `${text}.`);
