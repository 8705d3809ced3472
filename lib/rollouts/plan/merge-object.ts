import { type Json, sameJson } from "@/lib/policy/edit/json";
import { editYaml, type SequenceItem } from "@/lib/policy/edit/yaml-edit";
import { parseObject } from "@/lib/policy/parse-object";
import { formatPath, type Path } from "@/lib/policy/path";
import type { HttpRoute } from "@/lib/policy/schema/http-route";
import type { MeshObject } from "@/lib/policy/schema/mesh-object";
import { keyedEntries } from "./keyed-entries";
import { MANAGED_PREFIX } from "./managed-route";
import { writeValue } from "./write-value";

/** What merging says. `conflict` names the fields that two wrote differently; nobody's is taken. */
export type MergeResult =
  | { kind: "clean"; yaml: string | null }
  /** ours on top of what others changed meanwhile; `kept` names their changes */
  | { kind: "rebased"; yaml: string; kept: string[] }
  | { kind: "conflict"; paths: string[]; why: string };

/**
 * Merges what a rollout wants with what others did to an object meanwhile. `base`: what the rollout wrote last (or found at the start), `theirs`: what is
 * there now, `ours`: what it wants next; null: no such object. Entries of http and subsets are matched by name, nameless ones by content.
 * What nobody else touched is ours (clean); foreign changes elsewhere stay (rebased); a foreign change of the destinations we steer, of a managed
 * route, or of a field that we change too is a conflict: never silently adopted, never silently reset. `owns` tells which routes' destinations are the
 * rollout's; left out: all are.
 */
export function mergeObject(
  base: string | null,
  theirs: string | null,
  ours: string | null,
  owns: (route: HttpRoute) => boolean = () => true,
): MergeResult {
  if (theirs === base || theirs === ours) return { kind: "clean", yaml: ours };
  if (theirs === null) return conflict([], "Somebody deleted the object.");
  if (base === null) return conflict([], "Somebody made an object of this name.");
  if (ours === null) return conflict([], "Somebody changed an object that the rollout made and would now delete.");
  const [b, t, o] = [base, theirs, ours].map((text) => parseObject(text).object);
  if (!b || !t || !o || b.kind !== t.kind || o.kind !== t.kind) {
    return conflict([], "What is there now cannot be read as the same kind of object.");
  }
  if (sameJson(b, t)) return { kind: "clean", yaml: ours };
  const list = listOf(t);
  const merge = new Merge(theirs, owns);
  merge.fields([], without(b, list), without(t, list), without(o, list));
  if (list) merge.entries(list, entriesOf(b, list), entriesOf(t, list), entriesOf(o, list));
  if (merge.conflicts.length > 0) {
    return conflict(merge.conflicts, "Somebody changed what this rollout steers.");
  }
  return { kind: "rebased", yaml: merge.text, kept: merge.kept };
}

const conflict = (paths: string[], why: string): MergeResult => ({ kind: "conflict", paths, why });

/** The list whose entries are told apart; everything else is merged by field. */
function listOf(object: MeshObject): "http" | "subsets" | null {
  if (object.kind === "VirtualService") return "http";
  return object.kind === "DestinationRule" ? "subsets" : null;
}

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields => ({ ...Object(value) });

function without(object: MeshObject, list: string | null): Fields {
  const { spec, ...rest } = fieldsOf(object);
  const inner = fieldsOf(spec);
  if (list) delete inner[list];
  return { ...rest, spec: inner };
}

function entriesOf(object: MeshObject, list: string): HttpRoute[] {
  const entries: unknown = fieldsOf(object.spec)[list];
  return Array.isArray(entries) ? entries : [];
}

class Merge {
  text: string;
  readonly conflicts: string[] = [];
  readonly kept: string[] = [];
  readonly #owns: (route: HttpRoute) => boolean;

  constructor(theirs: string, owns: (route: HttpRoute) => boolean) {
    this.text = theirs;
    this.#owns = owns;
  }

  /** Three-way merge of two levels of fields (object, then spec). */
  fields(path: Path, b: Fields, t: Fields, o: Fields): void {
    for (const name of new Set([...Object.keys(b), ...Object.keys(t), ...Object.keys(o)])) {
      const at = [...path, name];
      if (name === "spec" && path.length === 0)
        this.fields(at, fieldsOf(b[name]), fieldsOf(t[name]), fieldsOf(o[name]));
      else this.#field(at, b[name], t[name], o[name], false);
    }
  }

  #field(path: Path, b: unknown, t: unknown, o: unknown, owned: boolean): void {
    if (sameJson(t, o)) return;
    if (sameJson(t, b) && o !== undefined) this.text = writeValue(this.text, path, t, o);
    else if (sameJson(o, b) && !owned) this.kept.push(formatPath(path));
    else this.conflicts.push(formatPath(path));
  }

  /** Three-way merge of a list: order is theirs, our new entries stand before the entry they precede in ours. */
  entries(list: "http" | "subsets", b: HttpRoute[], t: HttpRoute[], o: HttpRoute[]): void {
    const [base, theirs, ours] = [keyedEntries(b), keyedEntries(t), keyedEntries(o)];
    for (const [key, at] of theirs) this.#entry(list, at, b[base.get(key) ?? -1], t[at], o[ours.get(key) ?? -1]);
    for (const [key, at] of base) {
      const entry = b[at];
      if (theirs.has(key) || !entry) continue;
      const lost = ours.has(key) && this.#isOurs(list, entry);
      (lost ? this.conflicts : this.kept).push(label(list, at, entry));
    }
    const items = orderedItems({ base, theirs, ours }, o);
    const same = items.length === t.length && items.every((item, i) => "keep" in item && item.keep === i);
    if (!same) this.text = editYaml(this.text, { kind: "sequence", path: ["spec", list], items });
  }

  #entry(list: "http" | "subsets", at: number, b?: HttpRoute, t?: HttpRoute, o?: HttpRoute): void {
    if (!t) return;
    const managed = list === "http" && t.name?.startsWith(MANAGED_PREFIX);
    if (!b) {
      const taken = o && !sameJson(t, o);
      (taken || managed ? this.conflicts : this.kept).push(label(list, at, t));
      return;
    }
    if (!o) {
      if (!sameJson(t, b)) this.conflicts.push(label(list, at, t));
      return;
    }
    for (const name of new Set([...Object.keys(b), ...Object.keys(t), ...Object.keys(o)])) {
      const owned = managed || (list === "http" && STEERED.has(name) && this.#owns(b));
      const [bf, tf, of] = [b, t, o].map((entry) => fieldsOf(entry)[name]);
      this.#field(["spec", list, at, name], bf, tf, of, Boolean(owned));
    }
  }

  #isOurs(list: "http" | "subsets", entry: HttpRoute): boolean {
    return list === "subsets" || entry.name?.startsWith(MANAGED_PREFIX) || this.#owns(entry);
  }
}

/** The merged list: theirs' order, our new entries before the entry they precede in ours, without what we took out. */
function orderedItems(
  { base, theirs, ours }: Record<"base" | "theirs" | "ours", Map<string, number>>,
  o: readonly HttpRoute[],
): SequenceItem[] {
  const items: SequenceItem[] = [];
  const waiting: SequenceItem[] = [];
  const placed = new Set<string>();
  const placeUpTo = (end: number) => {
    for (const [key, at] of theirs) {
      if (at >= end || placed.has(key)) continue;
      placed.add(key);
      if (ours.has(key) || !base.has(key)) items.push({ keep: at });
    }
  };
  for (const [key, at] of ours) {
    const there = theirs.get(key);
    if (there === undefined) {
      if (!base.has(key)) waiting.push({ add: o[at] as Json });
      continue;
    }
    placeUpTo(there);
    items.push(...waiting.splice(0));
    placeUpTo(there + 1);
  }
  placeUpTo(Number.POSITIVE_INFINITY);
  return [...items, ...waiting];
}

const STEERED = new Set(["route", "mirrors"]);

const label = (list: string, at: number, { name }: HttpRoute): string =>
  name ? `spec.${list}[${JSON.stringify(name)}]` : `spec.${list}[${at}]`;
