import { TextLink } from "@/components/ui/text-link";
import { duration } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import { paths } from "@/lib/client/paths";
import { momentOf, msSince } from "@/lib/traces/nanos";
import type { TraceNode } from "@/lib/traces/trace-tree";
import { AttributeList } from "./attribute-list";

/** What a span noted on its way, with the time since its start. */
export function EventsTab({ node }: { node: TraceNode }) {
  const { events, startUnixNano } = node.span;
  if (events.length === 0) return <p className="pt-3 text-text-3">This span noted no events.</p>;
  const base = momentOf(startUnixNano);
  return (
    <ol className="pt-1">
      {events.map((event, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: events have no id, and never change
        <li key={i} className="border-b border-border-1 py-2.5 last:border-b-0">
          <div className="flex items-baseline justify-between gap-3">
            <span className="font-medium [overflow-wrap:anywhere]">{event.name || "event"}</span>
            <span className="whitespace-nowrap text-xs text-text-3 tabular-nums">
              +{figureText(duration(msSince(base, event.timeUnixNano)))}
            </span>
          </div>
          {Object.keys(event.attributes).length > 0 ? <AttributeList attributes={event.attributes} /> : null}
        </li>
      ))}
    </ol>
  );
}

/** Spans of other traces that this one names. */
export function LinksTab({ node }: { node: TraceNode }) {
  if (node.span.links.length === 0) return <p className="pt-3 text-text-3">This span links to no other.</p>;
  return (
    <ul className="pt-1">
      {node.span.links.map((link) => (
        <li key={`${link.traceId}${link.spanId}`} className="border-b border-border-1 py-2.5 last:border-b-0">
          <TextLink href={paths.trace(link.traceId, undefined, { span: link.spanId })} className="mono">
            {link.traceId}
          </TextLink>
          <div className="mono text-xs text-text-3">span {link.spanId}</div>
          {Object.keys(link.attributes).length > 0 ? <AttributeList attributes={link.attributes} /> : null}
        </li>
      ))}
    </ul>
  );
}
