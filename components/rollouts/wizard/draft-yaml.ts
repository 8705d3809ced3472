import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, stringify } from "yaml";
import type { Finding } from "@/lib/model/finding";
import { RolloutDraft } from "@/lib/model/rollout-plan";

/** A draft as a person writes it by hand. */
export function draftYaml(draft: RolloutDraft): string {
  return stringify(draft, { lineWidth: 120, aliasDuplicateObjects: false });
}

export interface DraftReading {
  /** null: the text is no draft */
  draft: RolloutDraft | null;
  findings: Finding[];
}

/** Reads a draft out of YAML; every fault with its line. */
export function readDraft(text: string): DraftReading {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = [...document.errors, ...document.warnings].map(
    ({ code, message, pos }): Finding => ({
      code: `yaml-${code.toLowerCase()}`,
      severity: "error",
      object: "",
      path: "",
      line: lines.linePos(pos[0]).line,
      message: message.split("\n")[0] ?? message,
    }),
  );
  if (broken.length > 0) return { draft: null, findings: broken };
  const parsed = RolloutDraft.safeParse(document.toJS());
  if (parsed.success) return { draft: parsed.data, findings: [] };
  return {
    draft: null,
    findings: parsed.error.issues.map(({ path, message }) => ({
      code: "draft-shape",
      severity: "error",
      object: "",
      path: pathText(path),
      line: lineOf(document.contents, path, lines),
      message: `${pathText(path) || "The draft"}: ${message}`,
    })),
  };
}

/** Line of a field by its path, as findings of the console write it: targets[0].steps[2].weight. */
export function lineOfPath(text: string, path: string): number | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const parts = [...path.matchAll(/([^.[\]]+)/g)].map(([, part]) =>
    /^\d+$/.test(part ?? "") ? Number(part) : (part ?? ""),
  );
  return lineOf(document.contents, parts, lines);
}

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part)),
    "",
  );

/** Line of the deepest node of `path` that exists, 1-based. */
function lineOf(root: unknown, path: readonly PropertyKey[], lines: LineCounter): number {
  let node = root;
  let at = 0;
  for (const part of path) {
    const next = isMap(node) ? node.items.find((pair) => isScalar(pair.key) && pair.key.value === part) : undefined;
    if (next) {
      at = (next.key as Node).range?.[0] ?? at;
      node = next.value;
    } else if (isSeq(node) && typeof part === "number" && node.items[part]) {
      node = node.items[part];
      at = (node as Node).range?.[0] ?? at;
    } else break;
  }
  return lines.linePos(at).line;
}
