import type { ConfigObject } from "../model/config-object";
import { HeddleError } from "../model/heddle-error";
import { diffObject } from "../policy/diff/diff-object";
import type { PreparedItem } from "./prepare-change";

/** The 409 of a write that did not see the newest state: what is there now, and how it differs from what was to be written. */
export function staleError(item: PreparedItem, current: ConfigObject | null): HeddleError {
  const { key, kind, wanted, after } = item;
  const name = `${kind} ${key.namespace}/${key.name}`;
  const saw = wanted === null || wanted === undefined ? "that it does not exist" : `version ${wanted}`;
  const now = current ? `at version ${current.resourceVersion}, by ${current.updatedBy}` : "deleted";
  return new HeddleError("conflict", {
    what: `${name} changed meanwhile.`,
    why: `You saw ${saw}; it is ${now}.`,
    next: "Look at the difference, edit what is there now, and push again.",
    details: { current, diff: diffObject(key, kind, current?.yaml ?? null, after) },
  });
}

/** Whether the writer saw what is stored. */
export function isStale({ wanted }: PreparedItem, current: ConfigObject | null): boolean {
  return wanted !== undefined && wanted !== (current?.resourceVersion ?? null);
}
