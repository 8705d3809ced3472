import type { Finding } from "@/lib/model/finding";

const MARK = { error: "✗", warning: "!", info: "·" } as const;

/** Findings as lines for a terminal: mark, object, path, line, message, code, then the fix. */
export function findingLines(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ severity, object, path, line, message, code, fix }) => {
    const says = message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
    const where = `${object} ${path}${line ? ` (line ${line})` : ""}`;
    return [`${MARK[severity]} ${where}: ${says} [${code}]`, ...(fix ? [`    ${fix}`] : [])];
  });
}
