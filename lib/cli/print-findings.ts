import type { Finding } from "@/lib/model/finding";

const MARK = { error: "✗", warning: "!", info: "·" } as const;

/** Findings as lines for a terminal: mark, object, path, line, message, code, then the fix. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ severity, object, path, line, message, code, fix }) => {
    const where = `${object} ${path}${line ? ` (line ${line})` : ""}`;
    return [`${MARK[severity]} ${where}: ${message} [${code}]`, ...(fix ? [`    ${fix}`] : [])];
  });
}
