import type { NodeBadge } from "@/lib/model/graph";

/** What the configuration does to a service's requests, in a word. `root` is about traffic, not configuration. */
export const BADGE_WORD: Record<Exclude<NodeBadge, "root">, string> = {
  split: "Split",
  routing: "Routes",
  mirror: "Mirror",
  fault: "Fault",
  timeout: "Timeout",
  retry: "Retry",
  breaker: "Breaker",
};

/** The badges that speak of configuration. */
export function configBadges(badges: readonly NodeBadge[]): Exclude<NodeBadge, "root">[] {
  return badges.filter((badge) => badge !== "root");
}
