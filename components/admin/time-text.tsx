"use client";

import { relativeTime, wholeTime } from "@/lib/client/format/time";
import { useNow } from "@/lib/client/use-now";

/** A moment: relative under an hour, the whole of it when hovered. `none` stands for null. */
export function TimeText({ iso, none = "–" }: { iso: string | null | undefined; none?: string }) {
  const now = useNow(10_000);
  if (!iso) return <span className="text-text-3">{none}</span>;
  const at = Date.parse(iso);
  return (
    <time dateTime={iso} title={wholeTime(at)} className="tabular-nums" suppressHydrationWarning>
      {now ? relativeTime(at, now) : wholeTime(at)}
    </time>
  );
}
