import type { SplitRule } from "./split-intent";

/** Whether two rules say the same, wherever they were read from. */
export const isSameRule = (a: SplitRule, b: SplitRule): boolean =>
  a.kind === b.kind && a.name === b.name && a.op === b.op && a.value === b.value && a.subset === b.subset;
