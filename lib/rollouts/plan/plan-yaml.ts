import { isMap, LineCounter, parseDocument, stringify } from "yaml";
import type { z } from "zod";
import type { Finding } from "@/lib/model/finding";
import { issueWords } from "@/lib/model/issue-words";
import { RolloutDraft } from "@/lib/model/rollout-plan";
import { isRecord } from "@/lib/policy/edit/json";
import { type LineIndex, lineIndex } from "@/lib/policy/line-index";
import { formatPath, type Path } from "@/lib/policy/path";
import { parsePath } from "./parse-path";
import { TEMPLATES } from "./templates";

const MAX_CHARS = 200_000;
const MAX_ALIASES = 50;

/** A draft read from YAML. `draft` null when a finding is an error. `lines` finds the line of a field. */
export interface ReadDraft {
  draft: RolloutDraft | null;
  findings: Finding[];
  lines: LineIndex | null;
}

/**
 * Reads a draft from YAML or JSON: the fields of RolloutDraft, and `template`, whose strategy, analysis and gates hold wherever the text has none of its own.
 * Never throws: everything that is wrong is a finding (HED-RO-100..104) with its line and remedy. Unknown fields are errors, so that no misspelt limit is lost.
 */
export function readPlanYaml(text: string): ReadDraft {
  if (text.length > MAX_CHARS) {
    return refused(
      "HED-RO-100",
      `The text has ${text.length} characters; at most ${MAX_CHARS} are read.`,
      "Split it into several rollouts.",
    );
  }
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: "error" });
  const [broken] = document.errors;
  if (broken) {
    const line = counter.linePos(broken.pos[0]).line;
    return refused("HED-RO-100", `This is not YAML: ${broken.message}`, "Correct the line, then send it again.", line);
  }
  if (!isMap(document.contents)) {
    return refused(
      "HED-RO-101",
      "A rollout is a mapping of fields; this is not one.",
      "Write name, targets and analysis.",
    );
  }
  const lines = lineIndex(document, counter);
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    return refused("HED-RO-101", "The aliases (*name) expand to too much.", "Write the values out.");
  }
  const filled = withTemplate(raw, lines);
  if ("finding" in filled) return { draft: null, findings: [filled.finding], lines };
  const unknown = unknownFields(filled.value);
  const parsed = RolloutDraft.safeParse(filled.value, { error: issueWords, reportInput: true });
  const issues = parsed.success ? [] : parsed.error.issues.map((issue) => issueFinding(issue, lines));
  const findings = [...issues, ...unknown.map((path) => unknownFinding(path, lines))];
  return { draft: parsed.success && findings.length === 0 ? parsed.data : null, findings, lines };
}

/** A draft as YAML, with every default written out, so that what is read is what will hold. */
export function writePlanYaml(draft: RolloutDraft): string {
  return stringify(draft, { indentSeq: false, lineWidth: 0 });
}

/** Findings about a plan with the lines of the text its draft came from. */
export const withLines = (findings: readonly Finding[], lines: LineIndex | null): Finding[] =>
  findings.map((finding) => {
    const line = lines?.lineOf(parsePath(finding.path));
    return line === undefined ? finding : { ...finding, line };
  });

function refused(code: string, message: string, fix: string, line?: number): ReadDraft {
  const finding: Finding = { code, severity: "error", object: "Rollout", path: "", message, fix };
  return { draft: null, findings: [line === undefined ? finding : { ...finding, line }], lines: null };
}

function withTemplate(raw: unknown, lines: LineIndex): { value: unknown } | { finding: Finding } {
  if (!isRecord(raw) || raw.template === undefined) return { value: raw };
  const { template: id, targets, ...rest } = raw;
  const template = TEMPLATES.find((one) => one.id === id);
  if (!template) {
    const message = `There is no template ${JSON.stringify(id)}.`;
    const fix = `Name one of ${TEMPLATES.map((one) => one.id).join(", ")}.`;
    return { finding: finding("HED-RO-104", ["template"], message, fix, lines) };
  }
  const { analysis, gates, strategy } = template;
  const filled = Array.isArray(targets)
    ? targets.map((target: unknown) =>
        isRecord(target) && target.strategy === undefined ? { ...target, strategy } : target,
      )
    : targets;
  return { value: { analysis, gates, ...rest, targets: filled } };
}

const finding = (code: string, path: Path, message: string, fix: string, lines: LineIndex): Finding => {
  const line = lines.lineOf(path);
  const base: Finding = { code, severity: "error", object: "Rollout", path: formatPath(path), message, fix };
  return line === undefined ? base : { ...base, line };
};

function issueFinding(issue: z.core.$ZodIssue, lines: LineIndex): Finding {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  const fix = missing
    ? `Write ${formatPath(path.slice(-1))}.`
    : "Correct the value; GET /api/v1/openapi.json says what each field takes.";
  return finding("HED-RO-102", path, `${formatPath(path) || "The rollout"}: ${issue.message}.`, fix, lines);
}

function unknownFinding(path: Path, lines: LineIndex): Finding {
  const message = `There is no field ${formatPath(path)}.`;
  return finding("HED-RO-103", path, message, "Correct its name, or take it out.", lines);
}

/** Fields that the schema drops: what is there before and not after reading. */
function unknownFields(raw: unknown): Path[] {
  const parsed = RolloutDraft.safeParse(raw);
  return parsed.success ? droppedFields(raw, parsed.data, []) : [];
}

function droppedFields(raw: unknown, read: unknown, path: Path): Path[] {
  if (Array.isArray(raw) && Array.isArray(read))
    return raw.flatMap((item, i) => droppedFields(item, read[i], [...path, i]));
  if (!isRecord(raw) || !isRecord(read)) return [];
  return Object.entries(raw).flatMap(([key, value]) =>
    key in read ? droppedFields(value, read[key], [...path, key]) : [[...path, key]],
  );
}
