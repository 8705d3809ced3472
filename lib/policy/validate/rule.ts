import type { ConfigKey } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import type { Path } from "../path";
import type { World } from "../world";

/** What a rule found; the runner adds object name and line. */
export interface Problem extends Pick<Finding, "code" | "severity" | "message" | "fix"> {
  path: Path;
}

/** One rule: pure, over one object of its kind and what else is known (the object itself included in `world.objects`). */
export type Rule<T> = (object: T, world: World, key: ConfigKey) => Problem[];

export const error = (code: string, path: Path, message: string, fix?: string): Problem => ({
  code,
  severity: "error",
  path,
  message,
  fix,
});

export const warning = (code: string, path: Path, message: string, fix?: string): Problem => ({
  ...error(code, path, message, fix),
  severity: "warning",
});

export const info = (code: string, path: Path, message: string, fix?: string): Problem => ({
  ...error(code, path, message, fix),
  severity: "info",
});

/** "a, b and c" */
export function listOf(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
