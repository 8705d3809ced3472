import type { Change } from "@/lib/model/change";
import type { ProxyPropagation } from "@/lib/model/proxy";

/** A change's way through the proxies, counted. `reached`: those it concerns; the others are named apart. */
export interface Progress {
  acked: number;
  waiting: number;
  refused: readonly ProxyPropagation[];
  unaffected: number;
  disconnected: number;
  reached: number;
}

export function progressOf({ propagation }: Pick<Change, "propagation">): Progress {
  const count = (...states: ProxyPropagation["state"][]) =>
    propagation.filter((one) => states.includes(one.state)).length;
  const refused = propagation.filter((one) => one.state === "refused");
  const acked = count("acked");
  const waiting = count("waiting", "sent");
  return {
    acked,
    waiting,
    refused,
    unaffected: count("unaffected"),
    disconnected: count("disconnected"),
    reached: acked + waiting + refused.length,
  };
}

/** Whether nothing more is to be waited for. */
export const isSettled = (change: Change): boolean => change.state !== "pushing";

/** What "back" goes to, in words: the version before, or before there was any. */
export function backLabel(change: Change): string {
  const [item] = change.items;
  const version = Number(item?.resourceVersion);
  if (change.items.length === 1 && item?.before !== null && Number.isInteger(version) && version > 1) {
    return `Back to version ${version - 1}`;
  }
  return `Back to before change ${change.number}`;
}

export const STATE_CHIP = {
  pushing: { tone: "accent", words: "Pushing" },
  acknowledged: { tone: "healthy", words: "Acknowledged" },
  partly_refused: { tone: "degraded", words: "Partly acknowledged" },
  refused: { tone: "failing", words: "Refused" },
  failed: { tone: "failing", words: "Not written" },
  rolled_back: { tone: "idle", words: "Taken back" },
} as const satisfies Record<Change["state"], { tone: string; words: string }>;
