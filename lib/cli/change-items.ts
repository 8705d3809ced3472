import type { ChangeItem } from "@/lib/model/change";
import { HeddleError } from "@/lib/model/heddle-error";
import { parseObject } from "@/lib/policy/parse-object";
import { findingLines } from "./print-findings";
import { splitDocuments } from "./split-documents";

/**
 * The objects of a YAML stream as items of a change, each with its own text.
 * Throws HeddleError `invalid_input` with every finding when one of them cannot be read.
 */
export function changeItems(stream: string): Omit<ChangeItem, "resourceVersion">[] {
  const parsed = splitDocuments(stream).map((yaml) => ({ yaml, ...parseObject(yaml) }));
  const broken = parsed.flatMap(({ key, findings }) => (key ? [] : findings));
  if (parsed.length === 0 || broken.length > 0) {
    throw new HeddleError("invalid_input", {
      what: parsed.length === 0 ? "The file holds no object." : "Some objects cannot be read.",
      why: findingLines(broken).join("\n") || "It is empty.",
      next: "Write apiVersion, kind, metadata.name and spec for each object, with --- between them.",
    });
  }
  return parsed.flatMap(({ key, yaml }) => (key ? [{ key, yaml }] : []));
}
