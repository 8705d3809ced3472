import { formatPath, type Path } from "../path";
import { error, type Problem } from "./rule";

/** A percentage must lie in 0..100. */
export function percentProblem(code: string, path: Path, value: number | undefined): Problem[] {
  if (value === undefined || (value >= 0 && value <= 100)) return [];
  return [error(code, path, `${formatPath(path)} is ${value}; a percentage lies between 0 and 100.`)];
}
