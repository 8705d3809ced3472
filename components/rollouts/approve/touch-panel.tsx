import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { rate } from "@/lib/client/format/rate";
import type { BlastRadius } from "@/lib/model/rollout";
import { shareText } from "../shares";
import { TouchDrawing, type TouchedVersion } from "../touch-drawing";

/** Whom it reaches: callers with their rates on the way to both versions, and the counts. */
export function TouchPanel({
  blast,
  versions,
  service,
  graphHref,
}: {
  blast: BlastRadius;
  versions: readonly TouchedVersion[];
  service: string;
  graphHref: string;
}) {
  const routed = blast.ratePerSec === null ? null : rate(blast.ratePerSec);
  const callers = blast.callers.length;
  const grows = versions.find((one) => one.after > one.before);
  const names = blast.callers.slice(0, 5).map((one) => one.name);
  const moves = grows
    ? `; ${grows.name} goes from ${shareText(grows.before)} to ${shareText(grows.after)} per cent`
    : "";
  const label = `${names.join(", ") || "Nobody seen"} ${callers === 1 ? "calls" : "call"} ${service}${moves}`;
  return (
    <Panel title="What it touches" action={<TextLink href={graphHref}>Open on graph</TextLink>}>
      {versions.length > 0 ? (
        <div className="mb-3 border-b border-border-1 pb-3">
          <TouchDrawing callers={blast.callers} versions={versions} label={label} />
        </div>
      ) : null}
      <div className="grid grid-cols-3 gap-3">
        <Fact big={String(callers)} small={callers === 1 ? "caller" : "callers"} />
        <Fact big={routed ? `${routed.value}${routed.unit}` : "–"} small={routed ? "routed by it" : "none measured"} />
        <Fact big={String(blast.proxies)} small={blast.proxies === 1 ? "proxy" : "proxies"} />
      </div>
    </Panel>
  );
}

function Fact({ big, small }: { big: string; small: string }) {
  return (
    <div className="min-w-0">
      <b className="block truncate text-lg font-semibold tracking-[-0.012em] tabular-nums">{big}</b>
      <span className="block text-xs text-text-3">{small}</span>
    </div>
  );
}
