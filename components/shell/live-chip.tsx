"use client";

import { Pause, Play, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { useAnnounce } from "@/lib/client/announcer";
import { age, clock, clockOn } from "@/lib/client/format/time";
import { useLiveStatus } from "@/lib/client/live";
import { useNow } from "@/lib/client/use-now";
import { useScope } from "@/lib/client/use-scope";

/** The bar is 48 high on a phone too. */
const LOW = "max-sm:min-h-9";

/** Whether the page follows the present. A click holds it still, or goes back to live; lost connections show here. */
export function LiveChip() {
  const { atMs, setScope } = useScope();
  const status = useLiveStatus();
  const now = useNow();
  const announce = useAnnounce();
  const lost = status.state === "reconnecting" || status.state === "offline";
  useEffect(() => {
    if (lost) announce("The connection to the console is lost. Trying again.", true);
  }, [lost, announce]);

  if (atMs !== null) {
    return (
      <Button variant="picker" className={LOW} onClick={() => setScope({ at: null })}>
        <Pause aria-hidden="true" className="text-text-3 max-sm:hidden" />
        <span className="text-text-3" suppressHydrationWarning>
          as of {clockOn(atMs)}
        </span>
        <span className="flex items-center gap-1.5 font-medium max-lg:sr-only">
          <Undo2 aria-hidden="true" className="size-3.5" />
          Back to live
        </span>
        <Play aria-hidden="true" className="size-3.5 lg:hidden" />
      </Button>
    );
  }
  if (lost) {
    const since = status.lastWordMs ?? status.sinceMs;
    return (
      <span
        className="inline-flex h-8 items-center gap-1.5 whitespace-nowrap rounded-2 border border-degraded-border bg-degraded-bg px-2.5 text-degraded-fg"
        title={`No word from the console for ${age(now - since)}. It tries again by itself.`}
      >
        <HealthGlyph status="degraded" label="" />
        <span className="font-medium">{status.state === "offline" ? "Offline" : "Reconnecting"}</span>
        <span className="max-sm:hidden">as of {clockOn(since)}</span>
      </span>
    );
  }
  return (
    <Button variant="picker" className={LOW} onClick={() => setScope({ at: Math.floor(Date.now() / 1000) * 1000 })}>
      <span
        aria-hidden="true"
        className={
          status.state === "live"
            ? "mx-1 size-[7px] rounded-full bg-healthy-mark shadow-[0_0_0_3px_color-mix(in_srgb,var(--healthy-mark)_22%,transparent)]"
            : "mx-1 size-[7px] rounded-full bg-idle-mark"
        }
      />
      <span className="font-medium max-sm:sr-only">{status.state === "live" ? "Live" : "Connecting"}</span>
      {status.lastWordMs ? <span className="min-w-[9ch] text-text-3">as of {clock(status.lastWordMs)}</span> : null}
      <span className="sr-only">Hold the page at this moment</span>
      <Pause aria-hidden="true" className="!size-3.5 text-text-3 max-lg:hidden" />
    </Button>
  );
}
