"use client";

import { Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { useAnnounce } from "@/lib/client/announcer";
import { describeError } from "@/lib/client/api-error";
import { age } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import { useNow } from "@/lib/client/use-now";
import { useScope } from "@/lib/client/use-scope";
import type { Change } from "@/lib/model/change";
import { conditionOf } from "@/lib/policy/diff/describe-split";
import type { SplitIntent } from "@/lib/policy/edit/split-intent";
import type { ShiftBase } from "../shift/shift-base";
import { AckBar } from "./ack-bar";
import { ChangeChip } from "./change-chip";
import { ObservedPanel } from "./observed-panel";
import { backLabel, isSettled, progressOf, STATE_CHIP } from "./propagation";
import { ProxyList } from "./proxy-list";
import { PushSteps } from "./push-steps";
import { Refusals } from "./refusals";
import { useObserved } from "./use-observed";

interface Props {
  change: Change;
  /** the service whose shares tell whether it worked, and what was wanted of it; null: nothing to measure */
  base: ShiftBase | null;
  intent: SplitIntent | null;
  /** whether the change still is what runs: an older one has nothing to observe, and going back means overwriting */
  newest: boolean;
  onBack: () => void;
  backBusy: boolean;
  backError: unknown;
  onClose?: () => void;
  /** on the page of the change itself the link to it is left out */
  linkToChange?: boolean;
}

/** Push: progress proxy by proxy, refusals in the proxies' own words, measured share beside the wanted one, and the way back. */
export function PushPanel({ change, base, intent, newest, onBack, backBusy, backError, onClose, linkToChange }: Props) {
  const { mesh, scope } = useScope();
  const progress = progressOf(change);
  const settledMs = useSettledMs(change);
  const running = newest && change.state !== "refused" && change.state !== "failed" && change.state !== "rolled_back";
  const observed = useObserved({ mesh, base, intent: running ? intent : null, sinceMs: settledMs });
  useAnnounced(change, `${progress.acked} of ${progress.reached} proxies acknowledged`);
  const measurable = running && intent !== null && intent.weights.length > 0;
  return (
    <Panel
      flush
      title="Push"
      caption={<ChangeChip state={change.state} />}
      action={
        <span className="flex items-center gap-2 text-text-3">
          {linkToChange ? <TextLink href={paths.change(change.id, scope)}>Change {change.number}</TextLink> : null}
          {isSettled(change) ? null : <Elapsed sinceIso={change.createdAt} />}
        </span>
      }
    >
      <PushSteps
        change={change}
        progress={progress}
        observed={measurable ? stepOf(observed) : null}
        measured={intent !== null && intent.weights.length > 0}
      />
      <AckBar progress={progress} />
      {progress.refused.length > 0 ? (
        <div className="px-3.5 pt-3">
          <Refusals refused={progress.refused} revision={change.revision} scope={scope} />
        </div>
      ) : null}
      {change.propagation.length > 0 ? <ProxyList proxies={change.propagation} scope={scope} /> : null}
      {observed ? (
        <ObservedPanel
          observed={observed}
          windowSec={observed.windowSec}
          rules={(intent?.rules ?? []).map((rule) => `${conditionOf(rule)} to ${rule.subset}`)}
        />
      ) : null}
      {backError ? <BackFailed error={backError} /> : null}
      <div className="flex gap-2 border-t border-border-1 px-3.5 py-2.5">
        {change.state === "rolled_back" || change.revision === 0 ? null : (
          <Button
            variant="danger"
            className="flex-1"
            busy={backBusy ? "Going back" : undefined}
            disabledReason={newest ? undefined : "A later change was made on top; go back from that one."}
            onClick={onBack}
          >
            <Undo2 aria-hidden="true" />
            {backLabel(change)}
          </Button>
        )}
        {onClose ? (
          <Button onClick={onClose} className={change.state === "rolled_back" ? "flex-1" : ""}>
            Close
          </Button>
        ) : null}
      </div>
    </Panel>
  );
}

function stepOf(observed: ReturnType<typeof useObserved>): { done: boolean; words: string } {
  if (!observed) return { done: false, words: "measuring: the first counts come within 10 s" };
  if (observed.requests === 0) return { done: false, words: "no requests yet" };
  return observed.within
    ? { done: true, words: "shares are what was wanted" }
    : { done: false, words: "shares are not yet what was wanted" };
}

/** When every proxy had answered: seen here, or for a change that was settled before, when it was made. */
function useSettledMs(change: Change): number | null {
  const settled = isSettled(change);
  const seen = useRef<{ id: string; settledMs: number | null } | null>(null);
  const [, renew] = useState(0);
  useEffect(() => {
    if (seen.current?.id !== change.id) {
      seen.current = { id: change.id, settledMs: settled ? Date.parse(change.createdAt) : null };
      renew((n) => n + 1);
    } else if (settled && seen.current.settledMs === null) {
      seen.current = { id: change.id, settledMs: Date.now() };
      renew((n) => n + 1);
    }
  }, [change.id, change.createdAt, settled]);
  return seen.current?.id === change.id ? seen.current.settledMs : null;
}

function useAnnounced(change: Change, words: string) {
  const announce = useAnnounce();
  const latest = useRef(words);
  useEffect(() => {
    latest.current = words;
  });
  const { state, number } = change;
  useEffect(() => {
    if (state !== "pushing") announce(`Change ${number}: ${STATE_CHIP[state].words}. ${latest.current}.`);
  }, [announce, state, number]);
}

function Elapsed({ sinceIso }: { sinceIso: string }) {
  const now = useNow(1000);
  return <span className="tabular-nums">{now ? age(now - Date.parse(sinceIso)) : ""}</span>;
}

function BackFailed({ error }: { error: unknown }) {
  const { what, why, next } = describeError(error);
  return (
    <Note tone="failing" live title={what} className="mx-3.5 mb-3">
      {why} {next}
    </Note>
  );
}
