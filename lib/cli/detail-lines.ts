import { z } from "zod";
import { ObjectDiff } from "@/lib/model/change";
import { Finding } from "@/lib/model/finding";
import { findingLines } from "./print-findings";

const Refused = z.object({ findings: z.array(Finding) });
const Stale = z.object({ diff: ObjectDiff });
const MARK = { same: " ", add: "+", del: "-" } as const;

/** What an error brings along, as lines: the findings of a refused change, the difference of a stale one. */
export function detailLines(details: unknown): string[] {
  const refused = Refused.safeParse(details);
  if (refused.success) return findingLines(refused.data.findings);
  const stale = Stale.safeParse(details);
  if (stale.success) return stale.data.diff.lines.map(({ kind, text }) => `${MARK[kind]} ${text}`);
  return [];
}
