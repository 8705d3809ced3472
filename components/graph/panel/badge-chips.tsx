import { Chip } from "@/components/ui/chip";
import type { NodeBadge } from "@/lib/model/graph";

const WORDS: Record<NodeBadge, string> = {
  root: "Traffic starts here",
  split: "Split by weight",
  routing: "Routing rules",
  mirror: "Mirrored",
  fault: "Faults injected",
  timeout: "Timeout",
  retry: "Retried",
  breaker: "Circuit breaker",
};

/** What configuration does with a node's traffic, in words. */
export function BadgeChips({ badges }: { badges: readonly NodeBadge[] }) {
  if (badges.length === 0) return null;
  return (
    <div className="mt-3 flex flex-wrap gap-1.5">
      {badges.map((badge) => (
        <Chip key={badge}>{WORDS[badge]}</Chip>
      ))}
    </div>
  );
}
