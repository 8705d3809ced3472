"use client";

import { relativeTime, wholeTime } from "@/lib/client/format/time";
import { useNow } from "@/lib/client/use-now";

/** A moment: relative under an hour, the whole of it when hovered. */
export function TimeText({ iso }: { iso: string }) {
  const now = useNow(10_000);
  const at = Date.parse(iso);
  return (
    <time dateTime={iso} title={wholeTime(at)} className="whitespace-nowrap tabular-nums" suppressHydrationWarning>
      {now ? relativeTime(at, now) : wholeTime(at)}
    </time>
  );
}
