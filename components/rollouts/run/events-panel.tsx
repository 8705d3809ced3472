"use client";

import { useState } from "react";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { clock, day, wholeTime } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { RolloutEvent } from "@/lib/model/rollout";
import { EventIcon } from "./event-icon";

const SHOWN = 12;

/** Whether the day must be said: it is not that of the row above, or at the top not today. */
const isNewDay = (event: RolloutEvent, above: RolloutEvent | undefined) =>
  day(Date.parse(event.at)) !== day(above ? Date.parse(above.at) : Date.now());

/** What happened, newest first: who did it, and what the engine did by itself. */
export function EventsPanel({
  events,
  rolloutId,
  scope,
  onGo,
}: {
  events: readonly RolloutEvent[];
  rolloutId: string;
  scope: Scope;
  /** opens the replay at the moment of an event */
  onGo: (atMs: number) => void;
}) {
  const [all, setAll] = useState(false);
  const shown = all ? events : events.slice(0, SHOWN);
  return (
    <Panel
      flush
      title="Events"
      action={<TextLink href={paths.audit({ target: rolloutId }, scope)}>Audit</TextLink>}
      className="overflow-hidden"
    >
      <ol aria-label="Events" className="px-3.5 py-2">
        {shown.map((event, i) => (
          <li key={event.id} className="grid grid-cols-[auto_18px_minmax(0,1fr)] gap-2 py-1">
            <button
              type="button"
              title={`${wholeTime(Date.parse(event.at))}. Replay from here`}
              onClick={() => onGo(Date.parse(event.at))}
              className="self-start rounded-1 text-left tabular-nums text-text-3 hover:text-accent hover:underline max-sm:min-h-6"
            >
              {isNewDay(event, shown[i - 1]) ? <span className="block">{day(Date.parse(event.at))}</span> : null}
              {clock(Date.parse(event.at))}
            </button>
            <span className="mt-0.5">
              <EventIcon event={event} />
            </span>
            <span className="min-w-0">
              <span className="block [overflow-wrap:anywhere]">{event.text}</span>
              <span className="block text-xs text-text-3">{event.actor || "Heddle"}</span>
            </span>
          </li>
        ))}
      </ol>
      {events.length > shown.length ? (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="block w-full border-t border-border-1 px-3.5 py-2 text-left text-xs text-accent outline-offset-[-2px] hover:underline max-sm:min-h-11"
        >
          All {events.length} events
        </button>
      ) : null}
    </Panel>
  );
}
