import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { rate } from "@/lib/client/format/rate";
import type { BlastRadius } from "@/lib/model/rollout";
import type { RolloutTarget } from "@/lib/model/rollout-plan";
import { shareText } from "../shares";
import { TouchDrawing, type TouchedVersion } from "../touch-drawing";

/** Whom it reaches: callers with their rates on the way to both versions, and the counts. */
export function TouchPanel({
  blast,
  versions,
  target,
  graphHref,
}: {
  blast: BlastRadius;
  versions: readonly TouchedVersion[];
  /** the target that is drawn: callers of its host */
  target: RolloutTarget | undefined;
  graphHref: string;
}) {
  const routed = blast.ratePerSec === null ? null : rate(blast.ratePerSec);
  const callers = new Set(blast.callers.map(({ namespace, name }) => `${namespace}/${name}`)).size;
  const drawn = target?.kind === "traffic" ? blast.callers.filter(({ host }) => host === target.host) : blast.callers;
  const service = target?.kind === "traffic" ? target.service : "the service";
  const grows = versions.find((one) => one.after > one.before);
  const names = drawn.slice(0, 5).map((one) => one.name);
  const reach = target?.kind === "mtls" ? "reach it" : "routed by it";
  const moves = grows
    ? `; ${grows.name} goes from ${shareText(grows.before)} to ${shareText(grows.after)} per cent`
    : "";
  const label = `${names.join(", ") || "Nobody seen"} ${drawn.length === 1 ? "calls" : "call"} ${service}${moves}`;
  return (
    <Panel title="What it touches" action={<TextLink href={graphHref}>Open on graph</TextLink>}>
      {versions.length > 0 ? (
        <div className="mb-3 border-b border-border-1 pb-3">
          <TouchDrawing callers={drawn} versions={versions} label={label} />
        </div>
      ) : null}
      <div className="grid grid-cols-3 gap-3">
        <Fact big={String(callers)} small={callers === 1 ? "caller" : "callers"} />
        <Fact big={routed ? `${routed.value}${routed.unit}` : "–"} small={routed ? reach : "none measured"} />
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
