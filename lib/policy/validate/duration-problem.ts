import { parseDurationMs } from "../duration";
import { formatPath, type Path } from "../path";
import { error, type Problem } from "./rule";

/** A duration must be written like "1.5s" and be at least 1 ms. Source: CEL rules of the Istio CRDs. */
export function durationProblem(code: string, path: Path, text: string | undefined): Problem[] {
  if (text === undefined) return [];
  const ms = parseDurationMs(text);
  if (ms !== null && ms >= 1) return [];
  const why = ms === null ? "is not a duration" : "is shorter than 1ms, the least a proxy keeps";
  return [
    error(
      code,
      path,
      `${formatPath(path)}: ${JSON.stringify(text)} ${why}.`,
      "Write a number with a unit: 500ms, 3s, 2m30s.",
    ),
  ];
}
