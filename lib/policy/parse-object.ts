import { type Document, isMap, isScalar, LineCounter, parseAllDocuments } from "yaml";
import { CONFIG_KINDS, type ConfigKey, type ConfigKind } from "../model/config-object";
import type { Finding } from "../model/finding";
import { type LineIndex, lineIndex } from "./line-index";
import { objectName } from "./object-name";
import { formatPath, type Path } from "./path";
import { type MeshObject, SCHEMAS } from "./schema/mesh-object";
import { schemaFindings } from "./schema-findings";

/** The longest text of one object, in UTF-16 units (Kubernetes' own limit for a stored object is about 1.5 MB). */
export const MAX_OBJECT_CHARS = 1_000_000;
const MAX_ALIASES = 50;
const MAX_DEPTH = 100;
const SERVED_VERSIONS = ["v1", "v1beta1", "v1alpha3"];

/**
 * One object read from YAML. `object` is null when `findings` holds an error; then `key` and `kind` are still given if they could be read.
 * `document` keeps comments and order; `lines` finds lines by path.
 */
export interface ParsedObject {
  key: ConfigKey | null;
  kind: ConfigKind | null;
  object: MeshObject | null;
  document: Document | null;
  lines: LineIndex | null;
  findings: Finding[];
}

export interface ParseOptions {
  /** taken when metadata.namespace is absent; default "default" */
  namespace?: string;
}

/**
 * Reads one object. Never throws: everything that is wrong becomes a finding with its line. Refuses several documents
 * in one text, kinds it does not know, texts over 1 MB and alias bombs. JSON is YAML and is read as well.
 */
export function parseObject(yaml: string, options: ParseOptions = {}): ParsedObject {
  const all = parseObjects(yaml, options);
  const [first] = all;
  if (!first)
    return refused({ code: "HED-OBJ-003", message: "The text holds no object; it is empty.", fix: EMPTY_FIX });
  if (all.length > 1) {
    return refused({
      code: "HED-OBJ-002",
      line: all[1]?.document ? lineOfStart(yaml, all[1].document) : undefined,
      message: `The text holds ${all.length} objects, one is wanted here.`,
      fix: "Send one object, or write them together as one change (heddle apply -f, POST /api/v1/changes).",
    });
  }
  return first;
}

/** Reads every object of a stream of documents (`---` between them); empty documents are left out. Never throws. */
export function parseObjects(yaml: string, options: ParseOptions = {}): ParsedObject[] {
  if (yaml.length > MAX_OBJECT_CHARS) {
    return [
      refused({
        code: "HED-OBJ-004",
        message: `The text has ${yaml.length} characters; at most ${MAX_OBJECT_CHARS} are read.`,
        fix: "Split it into several objects.",
      }),
    ];
  }
  if (nestedTooDeep(yaml)) {
    return [
      refused({ code: "HED-OBJ-006", message: `The text nests deeper than ${MAX_DEPTH} levels.`, fix: EMPTY_FIX }),
    ];
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(yaml, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  if (!Array.isArray(documents)) return [];
  return documents
    .filter((document) => !isEmpty(document) || document.errors.length > 0)
    .map((document) => readDocument(document, lines, options));
}

const EMPTY_FIX = "Write apiVersion, kind, metadata.name and spec.";

const refused = (finding: Omit<Finding, "severity" | "object" | "path">): ParsedObject => ({
  key: null,
  kind: null,
  object: null,
  document: null,
  lines: null,
  findings: [{ severity: "error", object: "", path: "", ...finding }],
});

function lineOfStart(yaml: string, document: Document): number {
  return yaml.slice(0, document.range?.[0] ?? 0).split("\n").length;
}

const isEmpty = ({ contents }: Document): boolean =>
  contents === null || (isScalar(contents) && contents.value === null && !contents.source);

/** Flow brackets and indentation bound the depth of any YAML node; both are counted before the real parser recurses. */
function nestedTooDeep(yaml: string): boolean {
  let flow = 0;
  for (const char of yaml) {
    if (char === "[" || char === "{") flow += 1;
    else if ((char === "]" || char === "}") && flow > 0) flow -= 1;
    if (flow > MAX_DEPTH) return true;
  }
  return /^ {500,}\S/m.test(yaml) || /^(\s*[-?]\s){100,}/m.test(yaml) || /([-?] ){100,}/.test(yaml);
}

function readDocument(document: Document, lines: LineCounter, options: ParseOptions): ParsedObject {
  const index = lineIndex(document, lines);
  const parsed: ParsedObject = { key: null, kind: null, object: null, document, lines: index, findings: [] };
  const add = (code: string, path: Path, message: string, fix?: string, line = index.lineOf(path)) =>
    parsed.findings.push({ code, severity: "error", object: "", path: formatPath(path), line, message, fix });

  for (const error of document.errors) {
    add("HED-OBJ-001", [], `This is not YAML: ${error.message}`, undefined, lines.linePos(error.pos[0]).line);
  }
  if (parsed.findings.length > 0) return parsed;
  if (!isMap(document.contents)) {
    add("HED-OBJ-006", [], "An object is a mapping of fields; this is not one.", EMPTY_FIX);
    return parsed;
  }
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    add(
      "HED-OBJ-005",
      [],
      `The aliases (*name) expand to too much; at most ${MAX_ALIASES} are followed.`,
      "Write the values out.",
    );
    return parsed;
  }
  identify(parsed, raw as Record<string, unknown>, options, add);
  if (parsed.kind && parsed.key) {
    const named = objectName(parsed.kind, parsed.key);
    for (const finding of parsed.findings) finding.object = named;
    parsed.findings.push(...schemaFindings(SCHEMAS[parsed.kind], raw, named, index));
    // The schema has vouched for every field but the unknown ones, which are kept.
    if (!parsed.findings.some((finding) => finding.severity === "error")) parsed.object = raw as MeshObject;
  }
  return parsed;
}

type Add = (code: string, path: Path, message: string, fix?: string) => void;

function identify(parsed: ParsedObject, raw: Record<string, unknown>, options: ParseOptions, add: Add): void {
  const { apiVersion, kind, metadata } = raw;
  const known = CONFIG_KINDS.find((entry) => entry.kind === kind);
  const kinds = CONFIG_KINDS.map((entry) => entry.kind).join(", ");
  if (!known) {
    const got = kind === undefined ? "kind is missing" : `kind ${JSON.stringify(kind)} is not one of those kept here`;
    add("HED-OBJ-007", ["kind"], `${got}: ${kinds}.`, "Set kind to one of them.");
    return;
  }
  parsed.kind = known.kind;
  const [group, version] = typeof apiVersion === "string" ? apiVersion.split("/") : [];
  if (group !== known.group || !SERVED_VERSIONS.includes(version ?? "")) {
    const got = apiVersion === undefined ? "is missing" : `${JSON.stringify(apiVersion)} is not served`;
    add("HED-OBJ-008", ["apiVersion"], `apiVersion ${got} for ${known.kind}.`, `Write ${known.group}/v1.`);
  }
  const meta = typeof metadata === "object" && metadata !== null ? (metadata as Record<string, unknown>) : {};
  const name = goodName(meta.name, ["metadata", "name"], /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, add);
  const namespace =
    meta.namespace === undefined
      ? (options.namespace ?? "default")
      : goodName(meta.namespace, ["metadata", "namespace"], /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, add);
  if (name && namespace) parsed.key = { group: known.group, version: "v1", plural: known.plural, namespace, name };
}

/** Names as Kubernetes takes them: RFC 1123 labels (namespace) and subdomains (name). */
function goodName(value: unknown, path: Path, pattern: RegExp, add: Add): string | null {
  if (typeof value === "string" && pattern.test(value)) return value;
  const got = value === undefined ? "is missing" : `${JSON.stringify(value)} is not a name`;
  add(
    "HED-OBJ-009",
    path,
    `${formatPath(path)} ${got}: lower-case letters, digits and "-", beginning and ending with a letter or digit.`,
  );
  return null;
}
