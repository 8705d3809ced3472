import { Stat } from "@/components/ui/stat";
import { rate } from "@/lib/client/format/rate";
import { count } from "@/lib/client/format/significant";
import type { ChangePreview } from "@/lib/model/change";

/** Whom a change reaches: proxies, callers, requests. */
export function Touches({ touches }: { touches: ChangePreview["touches"] }) {
  const { proxies, callers, ratePerSec } = touches;
  const routed = ratePerSec === null ? null : rate(ratePerSec);
  return (
    <div className="px-3.5 py-3">
      <h3 className="mb-2 text-xs font-semibold text-text-2">What it touches</h3>
      <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-2">
        <Stat label="Proxies" value={count(proxies)} note="receive it" />
        <Stat
          label="Callers"
          value={count(callers.length)}
          note={<span title={callers.join(", ")}>{callers.slice(0, 3).join(", ") || "none seen"}</span>}
        />
        <Stat
          label="Requests"
          value={routed?.value ?? "–"}
          unit={routed?.unit}
          note={routed ? "it routes" : "none measured"}
        />
      </div>
    </div>
  );
}
