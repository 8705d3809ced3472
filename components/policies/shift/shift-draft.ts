import type { ChangeItem } from "@/lib/model/change";
import { CONFIG_KINDS, type ConfigKey, type ConfigKind, type ConfigObject } from "@/lib/model/config-object";
import { HeddleError } from "@/lib/model/heddle-error";
import type { Service } from "@/lib/model/workload";
import { applySplit } from "@/lib/policy/edit/apply-split";
import { readSplit, type SplitReading } from "@/lib/policy/edit/read-split";
import type { SplitIntent } from "@/lib/policy/edit/split-intent";
import type { ShiftBase } from "./shift-base";

/** The two texts a shift may write; null: there is none. */
export interface ShiftTexts {
  virtualService: string | null;
  destinationRule: string | null;
}

/** What is wanted: an intent, and the texts it is written into. Editing YAML changes the texts; the form changes the intent. */
export interface ShiftDraft {
  texts: ShiftTexts;
  intent: SplitIntent;
}

export interface ShiftResult {
  texts: ShiftTexts;
  /** why there is no result; the texts are then the draft's own */
  problem: string | null;
}

const NOTHING: SplitReading = { intent: { rules: [], weights: [] }, kept: [], problem: null };

/** What a text says, as the form sees it. */
export const readingOf = (virtualService: string | null, base: ShiftBase): SplitReading =>
  virtualService === null ? NOTHING : readSplit(virtualService, base.service.host);

/** A draft that wants what there is. */
export function startDraft(base: ShiftBase): ShiftDraft {
  const texts = textsOf(base);
  return { texts, intent: readingOf(texts.virtualService, base).intent };
}

export const textsOf = (base: ShiftBase): ShiftTexts => ({
  virtualService: base.virtualService?.yaml ?? null,
  destinationRule: base.destinationRule?.yaml ?? null,
});

/** The texts with the intent written into them. */
export function resultOf({ texts, intent }: ShiftDraft, base: ShiftBase): ShiftResult {
  const now = readingOf(texts.virtualService, base);
  if (now.problem || (texts.virtualService === null && intent.rules.length + intent.weights.length === 0)) {
    return { texts, problem: null };
  }
  const bad = intent.rules.find((rule) => rule.name === "" || (rule.op !== "present" && rule.value === ""));
  if (bad) return { texts, problem: `A ${bad.kind} rule is not complete: give it a name and a value.` };
  try {
    const { service } = base;
    const knownSubsets = base.knownSubsets;
    const applied = applySplit({ ...texts, service, intent, knownSubsets });
    return {
      texts: {
        virtualService: applied.virtualService,
        destinationRule: applied.destinationRule ?? texts.destinationRule,
      },
      problem: null,
    };
  } catch (error) {
    if (error instanceof HeddleError) return { texts, problem: `${error.what} ${error.why} ${error.next}` };
    throw error;
  }
}

/** What has to be written so that the result holds: nothing for a text that stays as it is. */
export function itemsOf(base: ShiftBase, { texts }: ShiftResult): ChangeItem[] {
  return [
    ...itemOf(base.service, "VirtualService", base.virtualService, texts.virtualService),
    ...itemOf(base.service, "DestinationRule", base.destinationRule, texts.destinationRule),
  ];
}

function itemOf(service: Service, kind: ConfigKind, stored: ConfigObject | null, yaml: string | null): ChangeItem[] {
  if (yaml === (stored?.yaml ?? null) || yaml === null) return [];
  return [{ key: stored?.key ?? keyOf(service, kind), yaml, resourceVersion: stored?.resourceVersion ?? null }];
}

/** The key a new object of a service gets. */
export function keyOf({ namespace, name }: Pick<Service, "namespace" | "name">, kind: ConfigKind): ConfigKey {
  const known = CONFIG_KINDS.find((one) => one.kind === kind);
  return { group: known?.group ?? "", version: known?.version ?? "", plural: known?.plural ?? "", namespace, name };
}

/** The draft on newer objects: the same intent, read anew; texts that were edited by hand are kept as they are. */
export function rebase(draft: ShiftDraft, old: ShiftBase, next: ShiftBase): ShiftDraft {
  const before = textsOf(old);
  const byHand =
    draft.texts.virtualService !== before.virtualService || draft.texts.destinationRule !== before.destinationRule;
  if (byHand) return draft;
  return {
    texts: textsOf(next),
    intent: { ...draft.intent, rules: draft.intent.rules.map(({ at, ...rule }) => rule) },
  };
}
